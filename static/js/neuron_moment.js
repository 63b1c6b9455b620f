/** One unit of a simple recurrent network at one step: its numbers, and what they say in words. Pure. */

import { signed } from './numbers.js';
import { number, word } from './pieces.js';
import { isStart, quoted } from './words.js';

/** What the table shows: {symbol, title, name, scale}. */
export const NUMBERS = [
  { symbol: 'h(t−1)', title: 'hidden state, one word ago', name: 'previous', scale: 'signed' },
  { symbol: 'h', title: 'hidden state', name: 'hidden', scale: 'signed' },
];

/** The numbers of a shown unit at a step; before the first there was nothing. @param {Set<string>} held signals by name */
export function momentOf(reading, { unit, step }, held = new Set()) {
  const hidden = reading.line('hidden', unit);
  return { previous: step ? hidden[step - 1] : 0, hidden: hidden[step], held };
}

/** What happens, as pieces of a sentence. */
export function sentenceOf({ previous, hidden, held }, { token, unit }) {
  if (held.has('hidden')) return ['At ', word(quoted(token)), ` unit ${unit} is made to say `, number(hidden), ' by hand, whatever comes in.'];
  if (isStart(token)) return [`At the start unit ${unit} says `, number(hidden), '.'];
  return ['At ', word(quoted(token)), ` unit ${unit} says `, number(hidden), '. One word ago it said ', number(previous),
    ', which goes in again, with the word and all other units.'];
}

/** What each sign of the drawing does at this moment: {title, text} by the name of the sign. */
export function signsOf({ previous, hidden, held }, about) {
  return {
    sum: {
      title: '⊕ adds: all that comes in',
      text: `The word’s part, the parts of all ${about.units} values of the word before (this unit’s own ${signed(previous)} among `
        + 'them) and a bias become one sum. The explorer’s “Why is this value so?” shows the parts.',
    },
    squash: { title: 'tanh squashes', text: held.has('hidden')
      ? `The sum would be pressed between −1 and 1, but the hidden state is held at ${signed(hidden)}.`
      : `The sum, pressed between −1 and 1, is all that the unit says and all that it remembers: ${signed(hidden)}.` },
  };
}

/** What goes into the neuron, said beneath its inlet. */
export function inletOf({ token, units, layer }) {
  if (isStart(token)) return 'in: the start mark, and nothing before it';
  return `in: ${layer ? 'the layer below at ' : ''}${quoted(token)} and all ${units} values of the word before`;
}
