/** The units that tell best, a row each: a press selects one; arrows go from row to row. */

import { unitName } from '../ablate_words.js';
import { el, findAll, onWithin } from '../dom.js';
import { directionOf, isOutside, nameOf } from '../probe_words.js';

const SHOWN = 12;

/** @param {HTMLElement} root @param {{onUnit: (unit: number) => void}} events */
export function createRanking(root, { onUnit }) {
  onWithin(root, 'click', 'tbody tr', (row) => onUnit(Number(row.dataset.unit)));
  onWithin(root, 'keydown', 'button[data-select]', (button, event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = findAll('button[data-select]', root);
    const next = way && buttons[buttons.indexOf(button) + way];
    if (!next) return;
    event.preventDefault();
    next.focus();
    onUnit(Number(next.closest('tr').dataset.unit));
  });

  function draw({ units, band }, layers, names) {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest('tr[data-unit]'))?.dataset.unit;
    const rows = units.slice(0, SHOWN).map((each) => row(each, { band, layers, name: nameOf(each, names) }));
    root.replaceChildren(el('table', {},
      el('caption', {}, `The ${rows.length} that tell best`),
      el('thead', {}, el('tr', {}, head('unit'), head('AUC', 'help-auc'), head('with it'), head('knows'))),
      el('tbody', {}, ...rows)));
    if (focused) findAll(`tr[data-unit="${focused}"] button`, root)[0]?.focus();
  }

  /** One row for the tabulator: the selected one, or else the first. */
  function mark(unit) {
    const rows = findAll('tbody tr', root);
    const selected = rows.find(({ dataset }) => Number(dataset.unit) === unit);
    for (const each of rows) {
      const button = each.querySelector('button');
      button.setAttribute('aria-pressed', String(each === selected));
      button.tabIndex = each === (selected ?? rows[0]) ? 0 : -1;
    }
  }

  return { draw, mark };
}

function row(each, { band, layers, name }) {
  const isFound = isOutside(each, band);
  const tone = each.auc > 0.5 ? 'pos' : 'neg';
  return el('tr', { 'data-unit': each.unit, class: isFound ? 'found' : null },
    el('th', { scope: 'row' }, el('button', { type: 'button', 'data-select': true }, unitName(each, layers))),
    el('td', {}, each.auc.toFixed(3)),
    el('td', { class: isFound ? tone : null }, directionOf(each)),
    el('td', { class: 'probe-knows' }, name));
}

function head(text, help = null) {
  return el('th', { scope: 'col' }, help ? el('button', { type: 'button', class: 'term', popovertarget: help }, text) : text);
}
