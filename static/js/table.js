/** What a drawing shows, in numbers: its twin for whoever does not see it, or wants to read the values off. */

import { el } from './dom.js';

const MOST_CELLS = 60_000; // more than this takes a browser seconds; downloads have no such limit

/**
 * A table. Names in the serif face are `{word}`: what the reader typed; other names are plain text.
 *
 * @typedef {string | {word: string}} Name
 * @typedef {{title: string, corner: string, columns: Name[], rows: Name[], cell: (row: number, column: number) => string,
 *   groups?: {name: string, span: number}[]}} Contents `groups`: names above so many columns each, from the left
 * @param {Contents} contents
 * @returns {HTMLElement} the table, or a sentence where it would be too large to be one
 */
export function createTable({ title, corner, columns, rows, cell, groups = [] }) {
  if (rows.length * columns.length > MOST_CELLS) {
    return el('p', {}, 'This is too large for a table here. Saved as CSV it opens in a spreadsheet.');
  }
  const above = groups.map(({ name, span }) => el('th', { scope: 'colgroup', colspan: span }, name));
  const head = el('tr', {}, heading('col', corner), ...columns.map((name) => heading('col', name)));
  const body = rows.map((name, row) => el('tr', {}, heading('row', name), ...columns.map((_, column) => el('td', {}, cell(row, column)))));
  return el('table', {}, el('caption', { class: 'vh' }, title),
    el('thead', {}, ...(above.length ? [el('tr', { class: 'groups' }, el('td'), ...above)] : []), head), el('tbody', {}, ...body));
}

/**
 * The same for spreadsheets: names of groups stand before those of their columns; cells that a spreadsheet would take
 * for a formula get a quote in front.
 *
 * @param {Contents} contents
 */
export function csvOf({ corner, columns, rows, cell, groups = [] }) {
  const above = groups.flatMap(({ name, span }) => Array(span).fill(`${name} `));
  const head = [corner, ...columns.map((name, n) => (above[n] ?? '') + plain(name))];
  const body = rows.map((name, row) => [plain(name), ...columns.map((_, column) => cell(row, column).replace(/^−/, '-'))]);
  return [head, ...body].map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

const plain = (name) => (typeof name === 'string' ? name : name.word);

function field(text) {
  const harmless = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]+(e[+-]?\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** @param {'col' | 'row'} scope @param {Name} name */
function heading(scope, name) {
  if (typeof name === 'string') return el('th', { scope }, name);
  return el('th', { scope, class: 'word' }, el('bdi', {}, name.word));
}
