/** The parts of one gate's pre-activation as bars from zero, their sum, and what becomes of it. */

import { inkOn } from '../colours.js';
import { el, find, onWithin, setStyle } from '../dom.js';
import { createLook } from '../drawing.js';
import { nameTag } from '../name_tag.js';
import { signed, tone, written } from '../numbers.js';
import { setPieces } from '../pieces.js';
import { reasonsOf, sentenceOf, squashed } from '../reasons.js';

/** @param {HTMLElement} container @param {{onUnit: (unit: number) => void}} events */
export function createBars(container, { onUnit }) {
  const list = find('ul', container);
  onWithin(list, 'click', '[data-unit]', (button) => onUnit(Number(button.dataset.unit)));

  /**
   * @param {{gates: any, token: any, units: number, range: number, isHeld: (name: string) => boolean,
   *   nameOf: (unit: number) => import('../names.js').Name | null}} answer
   * @param {any} signal the gate
   */
  function update({ gates, token, units, range, isHeld, nameOf }, signal) {
    const gate = gates[signal.name];
    const own = isHeld(signal.name) ? squashed(signal.scale, gate.preactivation) : null;
    const rows = reasonsOf(gate, { token, units });
    const sum = { label: ['their sum'], unit: null, part: gate.preactivation };
    const axis = axisOf([...rows, sum].map(({ part }) => part));
    const inside = list.contains(document.activeElement);
    setPieces(find('.say', container), sentenceOf(rows, { scale: signal.scale, value: gate.value, own }));
    list.replaceChildren(...rows.map((row) => bar(row, axis, '', row.unit === null ? null : nameOf(row.unit))), bar(sum, axis, 'sum'), result({ ...gate, value: own ?? gate.value }, signal, createLook(range)));
    if (inside) list.focus(); // the unit that was pressed is gone
  }

  return { update };
}

/** Where zero lies, and how far a value reaches: in per cent of the room. */
function axisOf(values) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const span = high - low || 1;
  return { zero: (-100 * low) / span, share: (value) => (100 * Math.abs(value)) / span };
}

function bar({ label, unit, part }, axis, role = '', known = null) {
  const stroke = el('i', { class: role ? '' : tone('signed', part) });
  setStyle(stroke, { left: `${axis.zero - (part < 0 ? axis.share(part) : 0)}%`, width: `${axis.share(part)}%` });
  const room = el('span', { class: 'part-room', 'aria-hidden': 'true' }, stroke);
  setStyle(room, { '--zero': `${axis.zero}%` });
  const name = unit === null ? el('span', { class: 'part-name' })
    : el('button', { type: 'button', class: 'part-name term', 'data-unit': unit, title: `Go to unit ${unit}` });
  setPieces(name, label);
  const named = el('span', { class: 'part-named' }, name, ...nameTag(known));
  return el('li', { class: `part ${role}` }, named, room, el('span', { class: `num ${tone('signed', part)}` }, signed(part)));
}

/** What becomes of the sum: σ for gates, tanh for contents. */
function result({ value, preactivation }, { scale, title }, look) {
  const colour = look.colour(scale, value);
  const tile = el('span', { class: 'part-tile num' }, written(scale, value));
  setStyle(tile, { background: `rgb(${colour.join(' ')})`, color: inkOn(colour) });
  const text = `${scale === 'gate' ? 'σ' : 'tanh'}(${signed(preactivation)}) =`;
  return el('li', { class: 'part result' }, el('span', { class: 'part-name' }, title), el('span', { class: 'num part-formula' }, text), tile);
}
