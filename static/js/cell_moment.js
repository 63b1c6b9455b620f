/** One unit of an LSTM at one step: its numbers, and what they say in words. Pure. */

import { signed } from './numbers.js';
import { number, percentage, share, word } from './pieces.js';
import { addUp } from './sums.js';
import { isStart, quoted } from './words.js';

const SIGNALS = ['previous', 'forget', 'input', 'candidate', 'cell', 'squashed', 'output', 'hidden'];

/** What the table shows: {symbol, title, name, scale}, in the order in which the cell computes them. */
export const NUMBERS = [
  { symbol: 'c(t−1)', title: 'the cell, one word ago', name: 'previous', scale: 'signed' },
  { symbol: 'f', title: 'forget gate', name: 'forget', scale: 'gate' },
  { symbol: 'f · c(t−1)', title: 'kept', name: 'kept', scale: 'signed' },
  { symbol: 'i', title: 'input gate', name: 'input', scale: 'gate' },
  { symbol: 'g', title: 'candidate', name: 'candidate', scale: 'signed' },
  { symbol: 'i · g', title: 'written', name: 'written', scale: 'signed' },
  { symbol: 'c', title: 'cell: kept + written', name: 'cell', scale: 'signed' },
  { symbol: 'tanh c', title: 'the cell, squashed', name: 'squashed', scale: 'signed' },
  { symbol: 'o', title: 'output gate', name: 'output', scale: 'gate' },
  { symbol: 'h', title: 'hidden state: o · tanh c', name: 'hidden', scale: 'signed' },
];

/**
 * The numbers of a shown unit at a step; `kept` and `written` to two decimals, which add up to the shown `cell`, unless
 * that is among the signals that are `held`.
 *
 * @param {any} reading @param {{unit: number, step: number}} cell @param {Set<string>} held by name
 */
export function momentOf(reading, { unit, step }, held = new Set()) {
  const moment = Object.fromEntries(SIGNALS.map((name) => [name, reading.value(name, unit, step)]));
  const parts = [moment.forget * moment.previous, moment.input * moment.candidate];
  const [kept, written] = held.has('cell') ? parts : addUp(parts, moment.cell);
  return { ...moment, kept, written, held };
}

/** What happens, as pieces of a sentence: At “king” unit 193 keeps 90 % of what it held (−0.52 becomes −0.47) … */
export function sentenceOf(moment, { token, unit }) {
  const { forget, previous, kept, written, cell, output, hidden, held } = moment;
  const holds = held.has('cell') ? [' By hand it is made to hold ', number(cell)] : [' It now holds ', number(cell)];
  const says = held.has('hidden') ? [', and by hand it is made to say ', number(hidden), '.']
    : [' and shows ', share(output), ' of it, as ', number(hidden), '.'];
  const shows = [...holds, ...says, ...heldGates(held)];
  if (isStart(token)) return [`At the start unit ${unit} holds nothing yet, and writes `, number(written), '.', ...shows];
  const became = signed(previous) === '0.00' ? [] : [' (', number(previous), ' becomes ', number(kept), ')'];
  return ['At ', word(quoted(token)), ` unit ${unit} keeps `, share(forget), ' of what it held', ...became,
    ' and writes ', number(written), '.', ...shows];
}

/** Which gates are not its own at this moment. */
function heldGates(held) {
  const names = NUMBERS.filter(({ name }) => held.has(name) && !['cell', 'hidden'].includes(name)).map(({ title }) => title);
  return names.length ? [` Its ${names.join(' and ')} ${names.length > 1 ? 'are' : 'is'} held.`] : [];
}

/** What each sign of the drawing does at this moment: {title, text} by the name of the sign. */
export function signsOf({ held, forget, previous, kept, input, candidate, written, cell, squashed, output, hidden }) {
  return {
    keep: {
      title: '⊗ multiplies: what is kept',
      text: `The forget gate ${opening(forget)} lets ${percentage(forget)} of ${signed(previous)} through: ${signed(kept)} is kept.`,
    },
    write: {
      title: '⊗ multiplies: what is written',
      text: `The input gate ${opening(input)} lets ${percentage(input)} of the candidate ${signed(candidate)} in: ${signed(written)} is written.`,
    },
    add: {
      title: '⊕ adds: what the cell now holds',
      text: held.has('cell')
        ? `${signed(kept)} kept and ${signed(written)} written would be added, but the cell is held at ${signed(cell)}.`
        : `${signed(kept)} kept and ${signed(written)} written add up to ${signed(cell)}. What is kept is only added to, never rewritten: so a memory can last.`,
    },
    squash: {
      title: 'tanh squashes',
      text: `${signed(cell)} becomes ${signed(squashed)}: whatever the cell holds, what can be shown of it lies between −1 and 1.`,
    },
    show: {
      title: '⊗ multiplies: what is shown',
      text: `The output gate ${opening(output)} lets ${percentage(output)} of ${signed(squashed)} out: ${held.has('hidden')
        ? `but the hidden state is held, and ${signed(hidden)}` : signed(hidden)} is shown to the next word and to the guess.`,
    },
  };
}

/** What goes into the gates, said beneath their inlet. */
export function inletOf({ token, units, layer }) {
  if (isStart(token)) return 'in: the start mark, and nothing before it';
  return `in: ${layer ? 'the layer below at ' : ''}${quoted(token)} and the ${units} hidden values of the word before`;
}

function opening(gate) {
  return gate.toFixed(2);
}
