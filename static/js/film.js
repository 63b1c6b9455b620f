/**
 * The film of a training: NAME@3 is a moment of the training of NAME, its fourth frame. Pure.
 *
 * @typedef {{model: string, tokens: number, valid: number}} Frame `tokens` read by then, `valid`: loss on held-out text, nats per token
 */

import { count } from './numbers.js';

/** The model of a name. A moment of its training has not earned the names of its units. */
export function modelNamed(models, name) {
  const base = baseOf(name);
  const model = models.find((each) => each.name === base);
  return name === base ? model : { ...model, name, names: {} };
}

/** NAME of NAME@3, and of NAME. */
export function baseOf(name) {
  return name.split('@')[0];
}

/** The stops of the slider: each frame, and the finished network. @param {string} name @param {Frame[]} film @returns {string[]} */
export function stopsOf(name, film) {
  return [...film.map(({ model }) => model), baseOf(name)];
}

/** What a stop is, in words. @param {string} name of the model at the stop @param {Frame[]} film */
export function stopWords(name, film) {
  const frame = film.find(({ model }) => model === name);
  if (!frame) return 'the finished network';
  const loss = `held-out loss ${frame.valid.toFixed(2)} nats per token`;
  return frame.tokens ? `after ${count(frame.tokens, 'token')}, ${loss}` : `untrained, ${loss}`;
}
