/**
 * How far back a loss reaches, in words. Pure.
 *
 * A line is {kind, signal: 'cell' | 'hidden', norms: number[] of the steps before the loss, halves_every: number | null}.
 */

import { count } from './numbers.js';
import { word } from './pieces.js';
import { quoted } from './words.js';

const LEAST_SLOPE = 21; // words before the loss from which a slope can be told

/**
 * The lead sentence in pieces: in how many words each line halves, or of a short text what is left at its first word.
 *
 * @param {{step: number, tokens: any[], lines: any[]}} answer @param {boolean} moved whether the start was asked for
 */
export function gradientLead({ step, tokens, lines }, moved) {
  const start = moved ? ['The start has no surprise, so this is the last word. '] : [];
  const here = word(quoted(tokens[step]));
  if (step === 1) return [...start, 'Nothing but the start comes before ', here, ': choose a later word.'];
  const asked = [...start, 'How much would another state, earlier on, have changed the surprise at ', here, '? '];
  if (step >= LEAST_SLOPE) return [...asked, 'Going back, that ', ...slopes(lines), '.'];
  return [...asked, 'At ', word(quoted(tokens[1])), `, ${count(step - 1, 'word')} before, `, ...shares(lines),
    '. In how many words it halves can be told from twenty words on.'];
}

/** A part of a whole, however small: 53 %, 4.1 %, 0.0021 %. */
export function smallShare(part) {
  const percent = part * 100;
  if (percent >= 10) return `${Math.round(percent)}\u00a0%`;
  return percent < 1e-4 ? 'under 0.0001\u00a0%' : `${Number(percent.toPrecision(2))}\u00a0%`;
}

/** A number of words: 7.7, 33. */
export function distance(words) {
  return words < 10 ? words.toFixed(1) : Math.round(words).toLocaleString('en');
}

/** A line by what it belongs to: the LSTM’s cell. */
export function lineName({ label }) {
  const [network, signal] = [label.slice(0, label.lastIndexOf(' ')), label.slice(label.lastIndexOf(' ') + 1)];
  return `the ${network}’s ${signal === 'hidden' ? 'hidden state' : signal}`;
}

function slopes(lines) {
  const falling = lines.find((line) => line.halves_every !== null);
  return listed(lines.map((line) => (line.halves_every === null
    ? [`does not fall in ${lineName(line)}`]
    : [line === falling ? 'halves every ' : 'every ', figure(distance(line.halves_every)), `${line === falling ? ' words' : ''} in ${lineName(line)}`])));
}

function shares(lines) {
  return listed(lines.map((line, n) => [figure(smallShare(line.norms[1] / line.norms.at(-1))),
    `${n ? '' : ' of it is left'} in ${lineName(line)}`]));
}

/** "a, b and c" of lists of pieces. */
function listed(parts) {
  const before = (n) => (n === 0 ? [] : [n === parts.length - 1 ? ' and ' : ', ']);
  return parts.flatMap((part, n) => [...before(n), ...part]);
}

const figure = (text) => ({ text, tag: 'b', tone: '' });
