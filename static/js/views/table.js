/** A map's twin in numbers: a row for each unit, a column for each word. */

import { el } from '../dom.js';
import { written } from '../numbers.js';

const MOST_CELLS = 60_000; // more than this takes a browser seconds; downloads have no such limit

/**
 * @param {{title: string, scale: string}} signal
 * @param {{units: string[], words: string[], values: Float32Array}} map values row by row
 * @returns {HTMLElement}
 */
export function createTable(signal, { units, words, values }) {
  if (values.length > MOST_CELLS) return el('p', {}, 'This is too large for a table here: Export ▾ CSV holds the same numbers.');
  const head = el('tr', {}, el('th', { scope: 'col' }, 'unit'), ...words.map((word) => el('th', { scope: 'col', class: 'word' }, el('bdi', {}, word))));
  const rows = units.map((unit, row) => {
    const cells = words.map((word, step) => el('td', {}, written(signal.scale, values[row * words.length + step])));
    return el('tr', {}, el('th', { scope: 'row' }, unit), ...cells);
  });
  return el('table', {}, el('caption', { class: 'vh' }, signal.title), el('thead', {}, head), el('tbody', {}, ...rows));
}
