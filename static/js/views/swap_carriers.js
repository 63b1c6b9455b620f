/** The units that carry the difference longest: when each does, and how much of it is left. */

import { el, findAll, onWithin, setStyle } from '../dom.js';
import { nameTag } from '../name_tag.js';
import { signed, tone } from '../numbers.js';
import { plain } from '../pieces.js';
import { untilOf } from '../swap_words.js';

/** @param {HTMLElement} list @param {{onUnit: (unit: number) => void}} events */
export function createCarriers(list, { onUnit }) {
  onWithin(list, 'click', 'button', (button) => onUnit(Number(button.dataset.unit)));

  /** @param {import('../swapped.js').Swapped} swapped @param {(unit: number) => import('../names.js').Name | null} nameOf */
  function draw(swapped, nameOf) {
    list.replaceChildren(...swapped.answer.carriers.map((carrier) => row(swapped, carrier, nameOf(carrier.unit))));
  }

  function mark(unit) {
    for (const button of findAll('button', list)) button.setAttribute('aria-pressed', String(Number(button.dataset.unit) === unit));
  }

  return { draw, mark };
}

function row(swapped, carrier, name) {
  const { unit, since, until, largest, final } = carrier;
  const [from, to] = [swapped.places[since], swapped.places[until] + 1].map((place) => (100 * place) / swapped.columns.length);
  const stroke = el('i', { class: tone('signed', largest) });
  setStyle(stroke, { left: `${from}%`, width: `${to - from}%` });
  return el('li', {},
    el('span', { class: 'swap-who' }, el('button', { type: 'button', class: 'link', 'data-unit': unit }, `unit ${unit}`), ' ', ...nameTag(name)),
    el('span', { class: 'swap-life', 'aria-hidden': 'true' }, stroke),
    el('span', {}, plain(untilOf(swapped, carrier))),
    el('span', { class: 'num' }, 'at most ', value(largest), ', at the end ', value(final)));
}

function value(number) {
  return el('b', { class: tone('signed', number) }, signed(number));
}
