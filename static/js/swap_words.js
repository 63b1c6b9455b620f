/** Two texts side by side, in words; and one word of a text in place of another. Pure. */

import { count } from './numbers.js';
import { percentage, word } from './pieces.js';
import { movedPosition } from './state.js';
import { quoted, visible } from './words.js';

const OF_WORDS = /[\p{L}\p{M}\p{N}]/u;
const LONGEST = 40; // letters; what is longer is not quoted

export const BLANK = 'The other text is blank. Type at least one word, or press “Clear” to begin with the sentence again.';

/** Why the server refused, said of the page's own field where it speaks of the field of a request. */
export function problemOf({ field, message }) {
  return field === 'b' ? message.replace(/^(The text|Text)/, 'The other text') : message;
}

/**
 * The word that a token belongs to: code points [from, to) without the blank before it. A token without letters, as
 * punctuation, is a word of its own.
 *
 * @param {string} text @param {{start: number, end: number}} token of it
 */
export function wordAt(text, { start, end }) {
  const characters = Array.from(text);
  let [from, to] = [start, end];
  while (from < to - 1 && /\s/u.test(characters[from])) from += 1;
  if (!characters.slice(from, to).every((character) => OF_WORDS.test(character))) return { from, to };
  while (from > 0 && OF_WORDS.test(characters[from - 1])) from -= 1;
  while (to < characters.length && OF_WORDS.test(characters[to])) to += 1;
  return { from, to };
}

/**
 * A text with another word in place of that of a token; with none it goes, and the blank before it.
 *
 * @param {string} text @param {{start: number, end: number}} token @param {string} next
 * @param {string} [shown] the text that the token is of, where it has been edited since
 */
export function replaceWord(text, token, next, shown = text) {
  const characters = Array.from(text);
  const [from, to] = Object.values(wordAt(shown, token)).map((position) => movedPosition(shown, text, position));
  const before = characters.slice(0, from).join('');
  return (next ? before + next : before.replace(/\s+$/u, '')) + characters.slice(to).join('');
}

/** What the comparison found. @param {import('./swapped.js').Swapped} swapped @returns {any[]} pieces */
export function leadOf(swapped) {
  const { wake } = swapped.answer;
  const norms = wake.cell ?? wake.hidden;
  if (swapped.places.length === swapped.columns.length) return [sameness(swapped.texts)];
  if (swapped.places.length === 1) return ['The two texts have no word in common, so no word of one can be held against the same word of the other.'];
  const peak = norms.indexOf(Math.max(...norms));
  if (norms[peak] === 0) return ['Up to where they part the two texts are the same, and after that no word is in both. End them with the same words to see what is left of the difference.'];
  return [...subject(swapped), ' is largest at ', ...quote(swapped, peak), ...fate(swapped, norms, peak), '.'];
}

function sameness({ a, b }) {
  if (a === b) return 'The two texts are the same, so nothing differs. Press a word of the lower one and type another in its place.';
  return 'The network reads the same tokens in both texts, so nothing differs.';
}

/** What differs, by its words where there are few of them. */
function subject(swapped) {
  const gaps = swapped.gaps();
  const [a, b] = ['a', 'b'].map((side) => swapped.slice(side, gaps[0]).trim());
  if (gaps.length > 1 || a.length > LONGEST || b.length > LONGEST) return ['The difference between the two texts'];
  const [one, other] = [a, b].map((text) => ['“', word(visible(text)), '”']);
  if (a && b) return ['The difference between ', ...one, ' and ', ...other];
  return ['The difference that ', ...(a ? one : other), ' makes'];
}

/** What becomes of it after its peak. */
function fate(swapped, norms, peak) {
  const { ends } = swapped.answer.wake;
  if (ends !== null) return [' and has died at ', ...quote(swapped, ends), `, ${count(ends - peak, 'word')} later`];
  const last = norms.length - 1;
  if (peak === last) return [', the last word that both have'];
  const left = { text: percentage(norms[last] / norms[peak]), tag: 'b', tone: '' };
  return [`; ${count(last - peak, 'word')} later, at `, ...quote(swapped, last), ', it is still at ', left, ' of that'];
}

/** The word of a pair, in the first text. */
function quote(swapped, pair) {
  const token = swapped.at(swapped.places[pair]).a;
  return [word(quoted(token))];
}

/** How long a unit carries the difference: “to the end”, “until “hall””. */
export function untilOf(swapped, { until }) {
  return until === swapped.places.length - 1 ? ['to the end'] : ['until ', ...quote(swapped, until)];
}

/** A column by its words: “king” / “queen”. */
export function columnWords(swapped, place) {
  const { a, b } = swapped.at(place);
  if (swapped.isPair(place)) return quoted(a);
  return [a, b].map((token) => (token ? quoted(token) : '–')).join(' / ');
}
