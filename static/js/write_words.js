/** What has been written, in words: how a writing ended, and which of two words came first in many of them. Pure. */

import { count } from './numbers.js';

const EDGE = /[\p{L}\p{N}]/u;

/** How a writing ended. @param {import('./writer.js').Outcome} outcome */
export function endingWords({ tokens, reason, error, seed }) {
  const wrote = count(tokens, 'word');
  switch (reason) {
    case 'length': return `Wrote ${wrote} with seed ${seed}.`;
    case 'end': return tokens ? `Wrote ${wrote} with seed ${seed}, then ended its paragraph.` : `With seed ${seed} it ends the paragraph here and writes nothing more.`;
    case 'stopped': return `△ The server stopped it after ${wrote}: it took too long.`;
    case 'full': return `△ ${tokens ? `Stopped after ${wrote}: the` : 'The'} text is as long as can be read. Shorten it to go on.`;
    case 'left': return `Stopped after ${wrote}.`;
    default: return `△ ${error.message}${tokens ? ` The ${wrote} until then stay.` : ''}`;
  }
}

/** The words that are counted: [favoured, against]. @param {{favoured: string | null, against: string | null}} view */
export function pairOf({ favoured, against }) {
  return [(favoured ?? 'she').trim(), (against ?? 'he').trim()];
}

/** Why two words cannot be counted, or ''. @param {string[]} pair */
export function pairProblem([favoured, against]) {
  if (!favoured || !against) return 'Type both words to count which comes first.';
  return favoured.toLowerCase() === against.toLowerCase() ? 'Both are the same: type two different words.' : '';
}

/**
 * A text in pieces: {text, side}, side 0 or 1 where it is one of the pair, whole and in small or capital letters, else −1.
 *
 * @param {string} text @param {string[]} pair
 */
export function markedPieces(text, pair) {
  const found = new RegExp(pair.map((word) => `(${bounded(word)})`).join('|'), 'giu');
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(found)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), side: -1 });
    pieces.push({ text: match[0], side: match[1] === undefined ? 1 : 0 });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), side: -1 });
  return pieces;
}

/** Which of the pair comes first in a text: 0 or 1; −1: neither does. */
export function firstOf(text, pair) {
  return markedPieces(text, pair).find(({ side }) => side >= 0)?.side ?? -1;
}

/** In how many texts the one comes first, the other, and neither. @returns {[number, number, number]} */
export function tally(texts, pair) {
  const firsts = texts.map((text) => firstOf(text, pair));
  return /** @type {any} */ ([0, 1, -1].map((side) => firsts.filter((first) => first === side).length));
}

/**
 * What was found, in pieces.
 *
 * @param {{texts: string[]}[]} columns the finished texts as the network is; and, where signals are held, with the holds
 * @param {string[]} pair @returns {any[]}
 */
export function leadOf(columns, pair) {
  const [one, other] = pair.map((text) => ({ text: `“${text}”`, tag: 'bdi', tone: '' }));
  const [plain, held] = columns.map(({ texts }) => ({ counts: tally(texts, pair), of: texts.length }));
  const [first, second, neither] = plain.counts;
  const lead = [one, ' comes before ', other, ` in ${first} of ${count(plain.of, 'continuation')}, `, other, ` first in ${second}, neither in ${neither}`];
  if (!held) return [...lead, '.'];
  return [...lead, '; with the holds ', one, ` first in ${held.counts[0]} of ${held.of}, `, other, ` in ${held.counts[1]}, neither in ${held.counts[2]}.`];
}

/** A word as a pattern that matches it alone, not within another. */
function bounded(word) {
  const [first, last] = [Array.from(word)[0], Array.from(word).at(-1)];
  const inside = '[\\p{L}\\p{N}]';
  return `${EDGE.test(first) ? `(?<!${inside})` : ''}${word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}${EDGE.test(last) ? `(?!${inside})` : ''}`;
}
