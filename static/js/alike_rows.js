/**
 * Moments as rows that stand one below the other, the matched word of each in one line (after the match view of
 * LSTMVis). Pure.
 *
 * @typedef {{text: string, step: number, value: number | null, labels: string[]}} Word `value` of the unit that colours
 *   the words; `labels`: the properties that are true there; the start mark is at step 0
 * @typedef {{before: Word[], here: Word, after: Word[]}} Row
 */

import { quoted, tokenWord, visibleWord } from './words.js';

const BEFORE = 12; // words of the reader's own text, as many as the server gives of others
const AFTER = 6;

/** @param {any} moment as `POST /similar` answers @returns {Row} */
export function rowOf({ step, context }) {
  return around(step, context.tokens.map((token, n) => ({
    text: wordOf(token), step: token.step, value: context.track[n],
    labels: Object.keys(context.labels).filter((property) => context.labels[property][n]),
  })));
}

/** The reader's own moment. @param {any[]} tokens of the reading @param {number} step @param {ArrayLike<number> | null} line values of a unit @returns {Row} */
export function ownRow(tokens, step, line) {
  return around(step, tokens.slice(Math.max(0, step - BEFORE), step + AFTER + 1).map((token) => ({
    text: isSpaced(token) ? ` ${tokenWord(token)}` : tokenWord(token), step: token.step, value: line && line[token.step], labels: [],
  })));
}

/** How a row is told to whoever does not see it: 0.93: “he” in “The man said that he would wait”. */
export function rowName({ before, here, after }, similarity) {
  const text = [...before, here, ...after].filter(({ step }) => step > 0).map((word) => word.text).join('').trim();
  return `${similarity}: “${here.text.trim()}” in “${text}”`;
}

/** The words from one step to another: “he”, “he” to “would”. */
export function rangeWords(tokens, [first, last]) {
  return first === last ? quoted(tokens[first]) : `${quoted(tokens[first])} to ${quoted(tokens[last])}`;
}

function around(step, words) {
  const at = words.findIndex((word) => word.step === step);
  return { before: words.slice(0, at), here: words[at], after: words.slice(at + 1) };
}

/** A token as it is read: with the blank before a word. */
function wordOf(token) {
  if (token.step === 0 && token.text === '<s>') return 'start';
  return isSpaced(token) ? ` ${visibleWord(token.text)}` : visibleWord(token.text);
}

const isSpaced = ({ text }) => text.startsWith(' ') && text.trim() !== '';
