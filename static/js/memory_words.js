/** What the memory test shows, in words; and what is asked for what is typed. Pure. */

import { count } from './numbers.js';
import { number, word } from './pieces.js';
import { visible } from './words.js';

const JOINED = /^[\s,.;:!?'’)\]]/u; // what stands at a word without a space

/**
 * The question to the server for what is typed, or what stands in its way.
 *
 * @param {{a: string | null, b: string | null, filler: string | null, favoured: string, against: string}} typed
 * @returns {{question: any} | {missing: 'a' | 'b' | 'for' | 'against'}}
 */
export function questionOf({ a, b, filler, favoured, against }) {
  if (!a !== !b) return { missing: a ? 'b' : 'a' };
  if (!favoured.trim()) return { missing: 'for' };
  if (!against.trim()) return { missing: 'against' };
  return { question: { a: a || null, b: b || null, filler: filler ? spaced(filler) : null, for: spaced(favoured), against: spaced(against) } };
}

/** Words as they follow others: with a space before them, unless they begin with one or with a mark. */
export function spaced(words) {
  return JOINED.test(words) ? words : ` ${words}`;
}

/** What to type into a field that must not be empty. */
export const MISSING = {
  a: 'Type the first subject, too: one alone has nothing to differ from.',
  b: 'Type the second subject, too: one alone has nothing to differ from.',
  for: 'Type the one of the two words to choose between.',
  against: 'Type the other of the two words to choose between.',
};

/** Why the server refused, said of the page's own fields where it speaks of the fields of a request. */
export function problemOf({ field, message }) {
  if (field !== 'for' && field !== 'against') return message;
  return `The networks know this as several pieces, not as one word. Choose a shorter or more common one.`;
}

/** How much each network has left after so many words, and what that means for the odds. */
export function leadOf({ names, models }, { a, b, for: favoured, against }, distance) {
  const left = models.map(({ mean }) => mean[distance - 1]);
  const list = (verb, tell) => names.flatMap((name, n) => [`${n ? ', ' : ''}the ${name}${n ? '' : verb} `, tell(left[n])]);
  const pair = a ? [' after ', ...quote(a), ' as after ', ...quote(b)] : [' after the feminine subjects as after the masculine ones'];
  return [
    `After ${count(distance, 'word')} `, ...list(' still has', number), ' nats of what told the two subjects apart. ',
    'So the odds of ', ...quote(favoured), ' against ', ...quote(against), ' are ',
    ...names.flatMap((name, n) => [n ? ', ' : '', { text: times(left[n]), tag: 'b', tone: '' }, ...(n ? [' times'] : [' times as high', ...pair]), ` in the ${name}`]), '.',
  ];
}

/** What is drawn: the quantity, the lines, the bands. @param {any} asked @param {{pairs: number, fillers: number}} built */
export function noteOf({ a, filler, for: favoured, against }, { pairs, fillers }) {
  const what = `Log-odds of “${visible(favoured.trim())}” against “${visible(against.trim())}” after the first subject minus those after the second.`;
  const before = filler ? 'before this filler' : `before ${count(fillers, 'filler')}`;
  const bands = `bands: between these values lie eight of ten of their ${count(filler ? pairs : pairs * fillers, 'reading')}`;
  if (!a) return `${what} Lines: the mean of ${count(pairs, 'pair')} ${before}; ${bands}.`;
  return `${what} Thick lines: your pair${filler ? '' : `, the mean of ${count(fillers, 'filler')}`}. Thin lines: the mean of the ${count(pairs, 'built-in pair')} ${before}; ${bands}.`;
}

/** How many times as high odds are that differ by so many nats: 3.0, 140, 0.05. */
export function times(nats) {
  const factor = Math.exp(nats);
  if (factor >= 9.95) return factor.toLocaleString('en', { maximumSignificantDigits: 2 });
  return factor.toFixed(factor >= 0.95 ? 1 : 2);
}

function quote(text) {
  return ['“', word(visible(text.trim())), '”'];
}
