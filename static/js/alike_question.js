/**
 * What is asked of the server, and what is said of the answer. Pure.
 *
 * @typedef {{words: string, where: string, units: number | null, before: boolean, above?: number}} About `words` of the moment or
 *   of the range; `units` of the pattern, null: likeness was asked for; `before`: off just before
 * @typedef {{request: any, about: About}} Question `request`: the body of `POST /similar`
 */

import { chosenUnits, stateOf } from './alike_settings.js';
import { quoted } from './words.js';

export const MOST_UNITS = 64; // of a pattern, as the server takes it

/**
 * The moments most like the selected one.
 *
 * @param {any} scene @param {import('./alike_settings.js').Settings} settings @param {string[] | null} texts to search, null: a corpus
 * @returns {Question}
 */
export function byMoment({ reading, view, table }, settings, texts) {
  const { text, model, layer, tokens } = reading;
  const chosen = chosenUnits(view);
  const units = settings.of === 'units' && chosen.length ? chosen : null;
  const signal = stateOf(settings, table.map(({ name }) => name));
  return {
    request: { model, layer, text, step: view.step, signal, units, track: chosen[0] ?? null, ...asked(settings, texts) },
    about: { words: quoted(tokens[view.step]), where: settings.where, units: null, before: false },
  };
}

/**
 * The moments at which the units of a pattern come on. Where the selected unit is one of them, it colours the words.
 *
 * @param {any} scene @param {import('./alike_settings.js').Settings} settings @param {string[] | null} texts
 * @param {{units: number[], signal: string, above: number, steps: [number, number], words: string}} pattern at least one unit
 * @returns {Question}
 */
export function byPattern({ reading: { model, layer }, view }, settings, texts, { units, signal, above, steps, words }) {
  const before = settings.before && steps[0] > 0;
  const track = units.includes(view.unit) ? view.unit : units[0];
  return {
    request: { model, layer, pattern: { units, signal, above, off_before: before }, track, ...asked(settings, texts) },
    about: { words, where: settings.where, units: units.length, before, above },
  };
}

function asked({ k, where }, texts) {
  return { k, ...(texts ? { texts } : { corpus: where }) };
}
