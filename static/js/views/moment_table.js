/** The microscope's twin: the same numbers as a table. */

import { el, setText } from '../dom.js';
import { tone, written } from '../numbers.js';

/** @param {{symbol: string, title: string, name: string, scale: string}[]} numbers */
export function createMomentTable(numbers) {
  const cells = numbers.map(() => el('td'));
  const rows = numbers.map(({ symbol, title }, n) => el('tr', {}, el('th', { scope: 'row', class: 'sym' }, symbol), el('td', {}, title), cells[n]));
  const head = el('tr', {}, ...['symbol', 'what it is', 'value'].map((name) => el('th', { scope: 'col' }, name)));
  const element = el('table', { class: 'moment-table' }, el('thead', {}, head), el('tbody', {}, ...rows));

  function show(moment) {
    numbers.forEach(({ name, scale }, n) => {
      setText(cells[n], written(scale, moment[name]));
      cells[n].className = `num ${tone(scale, moment[name])}`;
    });
  }

  return { element, show };
}
