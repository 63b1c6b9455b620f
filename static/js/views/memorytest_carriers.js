/** Which units carry what is left at the longest distance: bars that add up to it, each a link to its unit. */

import { el, setStyle, setText } from '../dom.js';
import { nameTag } from '../name_tag.js';
import { inBrackets } from '../names.js';
import { count, signed, tone } from '../numbers.js';
import { addUp } from '../sums.js';

/**
 * @param {{title: HTMLElement, list: HTMLElement}} elements
 * @param {{link: (change: any) => string, nameOf: (unit: any) => import('../names.js').Name | null}} needs
 */
export function createCarriers({ title, list }, { link, nameOf }) {
  /** @param {{names: string[], models: any[], distances: number[], texts: {a: string}}} answer */
  function update({ names, models, distances, texts }) {
    setText(title, `Which units carry it after ${count(distances.length, 'word')}`);
    const sums = models.map(partsOf);
    const axis = axisOf(sums.flatMap(({ parts, total }) => [...parts, total]));
    list.replaceChildren(...models.map((entry, n) => account(entry, names[n], sums[n], axis, texts.a)));
  }

  function account({ model, carriers }, name, { parts, total }, axis, text) {
    const rows = carriers.map(({ layer, unit }, n) => row(inside({ model, layer, unit }, text), parts[n], axis));
    const others = row(el('span', {}, 'all others'), parts.at(-1), axis);
    return el('section', { class: 'test-account' }, el('h4', {}, name),
      el('ul', {}, ...rows, others, row(el('span', {}, 'together'), total, axis, 'sum')));
  }

  /** The page with this unit while it reads the first subject and what follows it, at the last word. */
  function inside({ model, layer, unit }, text) {
    const address = link({ model, layer, unit, text, step: undefined, sort: undefined, signal: undefined, pinned: [] });
    const name = nameOf({ model, layer, unit });
    const way = el('a', { href: address, title: `Look inside unit ${unit}${inBrackets(name)} as it reads this` }, `unit ${unit}`);
    return el('span', { class: 'test-who' }, way, ' ', ...nameTag(name));
  }

  return { update };
}

/** What each carrier brings and what all other units bring, as shown: they add up to the total. */
function partsOf({ mean, carriers }) {
  const total = mean.at(-1);
  const own = carriers.map(({ part }) => part);
  return { total, parts: addUp([...own, total - own.reduce((sum, part) => sum + part, 0)], total) };
}

/** Where zero lies, and how far a value reaches: in per cent of the room. */
function axisOf(values) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const span = high - low || 1;
  return { zero: (-100 * low) / span, share: (value) => (100 * Math.abs(value)) / span };
}

function row(name, part, axis, role = '') {
  const stroke = el('i', { class: role ? '' : tone('signed', part) });
  setStyle(stroke, { left: `${axis.zero - (part < 0 ? axis.share(part) : 0)}%`, width: `${axis.share(part)}%` });
  const room = el('span', { class: 'part-room', 'aria-hidden': 'true' }, stroke);
  setStyle(room, { '--zero': `${axis.zero}%` });
  return el('li', { class: `test-part ${role}` }, name, room, el('span', { class: `num ${tone('signed', part)}` }, signed(part)));
}
