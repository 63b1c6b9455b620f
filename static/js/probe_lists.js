/**
 * Two lists of sentences as they are typed, a line each; what is wrong with them, in words. Pure.
 * app/pages/probe_lists.py does the same for the page without scripts.
 */

import { count } from './numbers.js';

const UNSEEN = /\p{Cc}/u;

/**
 * The lines that are not blank: {number from 1, text}. A lone surrogate becomes U+FFFD.
 *
 * @param {string} typed
 */
export function linesOf(typed) {
  return typed.toWellFormed().split(/\r\n|\r|\n/).map((text, n) => ({ number: n + 1, text })).filter(({ text }) => text.trim() !== '');
}

/**
 * What makes a list one that cannot be asked about, or null.
 *
 * @param {{number: number, text: string}[]} lines @param {{characters: number, sentences: number}} limits
 */
export function troubleWith(lines, limits) {
  if (!lines.length) return 'Type at least one sentence.';
  if (lines.length > limits.sentences) return `${count(lines.length, 'sentence')}: at most ${limits.sentences} are read. Leave some out.`;
  for (const { number, text } of lines) {
    const length = Array.from(text).length;
    if (length > limits.characters) return `Line ${number}: it is ${count(length, 'character')} long; the limit is ${limits.characters.toLocaleString('en')}. Shorten it.`;
  }
  return null;
}

/** How many sentences there are, and whether they can tell anything. @param {number} sentences @param {number} enough */
export function countWords(sentences, enough) {
  if (!sentences) return 'one a line';
  return count(sentences, 'sentence') + (sentences < enough ? `; from ${enough} on they can tell` : '');
}

/** What is read otherwise than it looks, or ''. @param {string} typed */
export function remarkOn(typed) {
  const lines = linesOf(typed);
  const control = lines.find(({ text }) => UNSEEN.test(text));
  return [
    ...(control ? [`Line ${control.number} has a character that cannot be seen, ${nameOfCharacter(control.text)}: it is read as it stands.`] : []),
    ...(typed.isWellFormed() ? [] : ['Half a character, which some programs leave behind, is read as �.']),
  ].join(' ');
}

/** The first character without a picture: U+0009. */
function nameOfCharacter(text) {
  const code = Number(/** @type {RegExpExecArray} */ (UNSEEN.exec(text))[0].codePointAt(0));
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * Which list a refusal of the server concerns, and in which line: its `with[3]` is the fourth sentence.
 *
 * @param {{message: string, field: string | null}} error @param {Record<string, {number: number}[]>} lists
 */
export function refusal({ message, field }, lists) {
  const [, name, place] = /^(with|without)\[(\d+)\]$/.exec(field ?? '') ?? [];
  const line = name && lists[name][Number(place)];
  return line ? { list: name, sentence: `Line ${line.number}: ${message}` } : { list: null, sentence: message };
}

/** An example as it would be typed. @param {{having: string[], lacking: string[]}} example */
export function listsOf({ having, lacking }) {
  return { with: having.join('\n'), without: lacking.join('\n') };
}

/** Whether these lists are one of the examples, unchanged. @param {{with: string, without: string}} lists @param {any[]} examples */
export function isAmong(lists, examples) {
  return examples.map(listsOf).some((each) => each.with === lists.with && each.without === lists.without);
}
