/** The compared units: which line is whose, and what each has at the playhead. */

import { el, findAll, onWithin, setText, svg } from '../dom.js';
import { nameTag } from '../name_tag.js';
import { nameOf } from '../names.js';
import { tone, written } from '../numbers.js';
import { quoted } from '../words.js';

/** @param {HTMLElement} container @param {{onUnit: (unit: number) => void, onPin: (unit: number) => void}} events */
export function createPins(container, { onUnit, onPin }) {
  let rows = [];
  let head = /** @type {any} */ (null);
  onWithin(container, 'click', '[data-unit]', (button) => onUnit(Number(button.dataset.unit)));
  onWithin(container, 'click', '[data-unpin]', (button) => unpin(Number(button.dataset.unpin)));

  /** The focus stays in the list when the button under it goes. */
  function unpin(unit) {
    onPin(unit);
    /** @type {HTMLElement | null} */ (container.querySelector('[data-unpin]') ?? container.closest('section').querySelector('[data-pin]'))?.focus();
  }

  /** @param {any} scene @param {{unit: number, selected: boolean, pin: number}[]} units @param {any[]} table its signals in order */
  function update(scene, units, table) {
    container.hidden = !scene.view.pinned.length;
    head = el('th', { scope: 'col' });
    rows = units.map((each) => createRow(each, table, nameOf(scene.model, scene.reading.layer, each.unit)));
    const heads = table.map(({ symbol, title }) => el('th', { scope: 'col', class: 'sym', title }, symbol));
    const focused = findAll('button', container).indexOf(document.activeElement);
    container.replaceChildren(el('table', {}, el('caption', { class: 'vh' }, 'The compared units at this word'),
      el('thead', {}, el('tr', {}, head, ...heads, el('td'))), el('tbody', {}, ...rows.map(({ root }) => root))));
    if (focused >= 0) findAll('button', container)[focused]?.focus();
    move(scene);
  }

  function move({ reading, view }) {
    setText(head, `at ${quoted(reading.tokens[view.step])}`);
    rows.forEach((row) => row.mark(reading, view.step));
  }

  return { update, move };
}

function createRow({ unit, selected, pin }, table, known) {
  const cells = table.map(() => el('td', { class: 'num' }));
  const off = pin < 0 ? [] : [el('button', { type: 'button', class: 'round', 'data-unpin': unit, 'aria-label': `Unpin unit ${unit}`, title: 'Unpin' }, '×')];
  const name = el('button', { type: 'button', class: 'pins-unit', 'data-unit': unit, 'aria-label': `unit ${unit}`, 'aria-current': selected ? 'true' : null }, sample(selected, pin), el('span', {}, 'unit'), String(unit));
  const root = el('tr', { 'data-line': pin < 0 ? null : pin }, el('th', { scope: 'row' }, name, ' ', ...nameTag(known)), ...cells, el('td', {}, ...off));

  function mark(reading, step) {
    table.forEach(({ name: signal, scale }, n) => {
      const value = reading.value(signal, unit, step);
      setText(cells[n], written(scale, value));
      cells[n].className = `num ${tone(scale, value)}`;
    });
  }
  return { root, mark };
}

/** A piece of the unit's line. */
function sample(selected, pin) {
  return svg('svg', { width: 36, height: 14, 'aria-hidden': 'true' },
    ...(selected ? [svg('rect', { class: 'pins-fill', y: 7, width: 36, height: 7 })] : []),
    ...(pin < 0 ? [] : [svg('path', { class: `life-pin pin-${pin}`, d: 'M0 7H36' })]));
}
