/** What has been written, in words: how a writing ended, and which of two words came first in many of them. Pure. */

import { pairOf } from './ablate_words.js';
import { count } from './numbers.js';
import { word } from './pieces.js';
import { newRun } from './runs.js';
import { visible } from './words.js';
import { RANGES } from './write_settings.js';

const MANY = 10;
const TAIL = 40; // characters of a text that tell which one it is
const EDGE = /[\p{L}\p{N}]/u;

/** How a writing ended. @param {import('./writer.js').Outcome} outcome */
export function endingWords(outcome) {
  return endingOf(outcome) + (outcome.recut ? ' Read as a text, it falls into other tokens.' : '');
}

function endingOf({ tokens, reason, error, seed }) {
  const wrote = count(tokens, 'word');
  switch (reason) {
    case 'length': return `Wrote ${wrote} with seed ${seed}.`;
    case 'end': return `Wrote ${wrote} with seed ${seed}, then ended its paragraph.`;
    case 'stopped': return `△ The server stopped it after ${wrote}: it took too long.`;
    case 'full': return `△ ${tokens ? `Stopped after ${wrote}: the` : 'The'} text is as long as can be read. Shorten it to go on.`;
    case 'left': return `Stopped after ${wrote}.`;
    default: return `△ ${error.message}${tokens ? ` The ${wrote} until then stay.` : ''}`;
  }
}

/** The two words that are counted. @param {any} view @returns {string[]} */
export function wordsOf(view) {
  return pairOf(view).map((each) => each.trim());
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
  const found = new RegExp(pair.map((each) => `(${bounded(each)})`).join('|'), 'giu');
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
 * Ten continuations to write, and where signals are held the same ten with the holds.
 *
 * @typedef {{text: string, model: string, settings: import('./write_settings.js').Settings, holds: any[]}} Asked
 * @typedef {{asked: Asked, columns: {title: string, runs: import('./runs.js').Run[]}[]}} Batch
 * @param {Asked} asked @returns {Batch}
 */
export function batchOf(asked) {
  const { settings: { seed, ...settings }, text, model, holds } = asked;
  const column = (title, held) => ({ title, runs: seedsFrom(seed).map((each) => newRun({ ...settings, min_tokens: 1, seed: each, text, model, holds: held, signals: [] })) });
  return { asked, columns: holds.length ? [column('As it is', []), column('With the holds', holds)] : [column('As it is', [])] };
}

/** So many seeds, the highest of all at the end. */
function seedsFrom(seed) {
  const first = Math.min(seed, RANGES.seed.high - MANY + 1);
  return Array.from({ length: MANY }, (_, n) => first + n);
}

/** The runs in the order in which they are written: the same seed with and without the holds one after the other. */
export function runsOf({ columns }) {
  return columns[0].runs.flatMap((_, n) => columns.map(({ runs }) => runs[n]));
}

/**
 * What was found, in pieces; before anything was written, what can be.
 *
 * @param {Batch | null} batch @param {string[]} pair @param {boolean} isHeld whether signals are held now @returns {any[]}
 */
export function leadOf(batch, pair, isHeld) {
  const [one, other] = pair.map((text) => word(`“${text}”`));
  if (!batch) return [`From the end of your text the network can go on in many ways. Let it write ten${isHeld ? ', and the same ten with the holds' : ''}: does `, one, ' or ', other, ' come first?'];
  const [plain, held] = batch.columns.map(({ runs }) => ({ counts: tally(textsOf(runs), pair), of: textsOf(runs).length }));
  if (!plain.of) return ['It writes …'];
  const [first, second, neither] = plain.counts;
  const lead = [one, ' comes before ', other, ` in ${first} of ${count(plain.of, 'continuation')}, `, other, ` before `, one, ` in ${second}; neither comes in ${neither}`];
  if (!held?.of) return [...lead, '.'];
  return [...lead, '. With the holds ', one, ` comes first in ${held.counts[0]} of ${held.of}, `, other, ` in ${held.counts[1]}, neither in ${held.counts[2]}.`];
}

/** What else there is to know of what was written. @param {Batch} batch @param {Asked} now what would be written now */
export function noteOf({ asked, columns }, now) {
  const take = 'A press on one makes it your text.';
  if (asked.text !== now.text) return `${take} They go on from “${tail(asked.text)}”.`;
  if (JSON.stringify(asked) !== JSON.stringify(now)) return `${take} They were written before you changed the network, the settings or the holds.`;
  return columns.length > 1 ? take : `${take} Hold a signal, and the same seeds write with and without it.`;
}

/** A row for each seed. @param {Batch['columns']} columns @param {string[]} pair @returns {import('./table.js').Contents} */
export function tableOf(columns, pair) {
  const cells = columns.flatMap(({ runs }) => [runs.map(({ text }) => firstWord(text, pair)), runs.map(({ text }) => visible(text.trim()))]);
  return {
    title: 'Continuations', corner: 'seed',
    groups: columns.map(({ title }) => ({ name: title, span: 2 })),
    columns: columns.flatMap(() => ['comes first', 'continuation']),
    rows: columns[0].runs.map(({ question }) => String(question.seed)),
    cell: (row, column) => cells[column][row],
  };
}

const textsOf = (runs) => runs.filter(({ phase }) => phase === 'done').map(({ text }) => text);
const firstWord = (text, pair) => pair[firstOf(text, pair)] ?? 'neither';

/** The end of a text, from a word on. */
function tail(text) {
  return text.length <= TAIL ? text : `…${text.slice(-TAIL).replace(/^\S*/, '')}`;
}

/** A word as a pattern that matches it alone, not within another. */
function bounded(text) {
  if (!text) return '(?!)'; // nothing is typed: nothing matches
  const [first, last] = [Array.from(text)[0], Array.from(text).at(-1)];
  const inside = '[\\p{L}\\p{N}]';
  return `${EDGE.test(first) ? `(?<!${inside})` : ''}${text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}${EDGE.test(last) ? `(?!${inside})` : ''}`;
}
