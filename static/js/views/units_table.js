/** The units that are shown, each with what it knows, the evidence, and a sentence for each name. */

import { el, findAll, onWithin } from '../dom.js';
import { createUnit } from './units_row.js';

/** @type {{name: string, sort?: string, help?: string, gated?: boolean}[]} */
const HEADS = [
  { name: 'unit', sort: 'unit' },
  { name: 'knows', help: 'name' },
  { name: 'AUC', sort: 'auc', help: 'auc' },
  { name: 'effect, nats', sort: 'effect', help: 'effect' },
  { name: 'half-life', sort: 'life', help: 'life', gated: true },
  { name: 'gates', help: 'gates', gated: true },
  { name: 'as it reads', help: 'strip' },
];
const WAYS = { unit: 'ascending', auc: 'descending', effect: 'descending', life: 'descending' };

/**
 * @param {HTMLElement} container empty
 * @param {{model: any, gates: any[], words: any, starts: any, load: (row: any, line: any) => Promise<any>,
 *   link: (row: any, signal: string | null, example: any) => string, onSort: (sort: string) => void}} needs
 */
export function createUnits(container, { onSort, ...needs }) {
  const heads = HEADS.filter(({ gated }) => !gated || needs.gates.length).map(createHead);
  const table = el('table', { class: 'units-all' }, el('caption', { class: 'vh' }, 'Units and what they know'), el('thead', {}, el('tr', {}, ...heads.map(({ root }) => root))));
  const kept = new Map(); // rows that have been made: most of them are only shown, hidden and moved
  let theme = '';
  container.replaceChildren(table);
  onWithin(container, 'click', '[data-sort]', (button) => onSort(button.dataset.sort));

  /** @param {import('../unit_rows.js').Row[]} rows @param {{sort: string, theme: string}} view */
  function update(rows, view) {
    if (view.theme !== theme) forget();
    theme = view.theme;
    for (const head of heads) head.mark(view.sort);
    table.hidden = !rows.length;
    for (const body of findAll('tbody', table)) body.remove();
    table.append(...rows.map((row) => unitOf(row).show(row.selected)));
  }

  function unitOf(row) {
    const key = `${row.layer} ${row.unit} ${row.lines.map(({ property }) => property)}`;
    if (!kept.has(key)) kept.set(key, createUnit(row, needs));
    return kept.get(key);
  }

  /** Words have the colours of a theme. */
  function forget() {
    for (const unit of kept.values()) unit.destroy();
    kept.clear();
  }

  /** Go to the selected unit. */
  function reveal() {
    const link = container.querySelector('[aria-current] th a');
    link?.scrollIntoView({ block: 'center' });
    /** @type {HTMLElement | null} */ (link)?.focus({ preventScroll: true });
  }

  return { update, reveal, destroy: forget };
}

/** @param {{name: string, sort?: string, help?: string}} column */
function createHead({ name, sort, help }) {
  const title = help ? el('button', { type: 'button', class: 'term', popovertarget: `help-${help}` }, name) : el('span', {}, name);
  const arrow = sort ? [el('button', { type: 'button', class: 'units-sort', 'data-sort': sort, 'aria-label': `Sort by ${name}`, title: `Sort by ${name}` }, sort === 'unit' ? '↑' : '↓')] : [];
  const root = el('th', { scope: 'col' }, title, ...arrow);
  const mark = (by) => (sort === by ? root.setAttribute('aria-sort', WAYS[by]) : root.removeAttribute('aria-sort'));
  return { root, mark };
}
