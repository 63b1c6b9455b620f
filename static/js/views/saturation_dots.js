/** The drawing of one scatter: units in the books, units on this text, and those that are selected or pinned. */

import { setStyle, svg } from '../dom.js';
import { spread } from '../steps.js';

const LABEL = 13; // px from label to label
const BESIDE = 0.12; // labels nearer to each other than this share might touch
const RIGHT = 0.8; // beyond this share a label stands left of its dot

export function createDots() {
  const [books, dots, marks] = ['books', 'dots', 'marks'].map((name) => svg('g', { class: name }));
  const cursor = svg('circle', { class: 'cursor', r: 7 });
  const limit = svg('line', { class: 'limit', x1: '0%', y1: '0%', x2: '100%', y2: '100%' });
  const half = [svg('line', { class: 'half', x1: '50%', y1: '50%', x2: '50%', y2: '100%' }), svg('line', { class: 'half', x1: '0%', y1: '50%', x2: '50%', y2: '50%' })];
  const drawing = svg('svg', { 'aria-hidden': 'true' }, ...half, limit, books, dots, marks, cursor);

  /** @param {[number, number][]} shares of each unit in the books */
  function showBooks(shares) {
    fit(books, shares.length, 2);
    shares.forEach(([low, high], unit) => put(books.children[unit], low, high));
  }

  /** @param {Float32Array} shares [units * 2] @param {Set<number>} still units that never move */
  function showUnits(shares, still) {
    fit(dots, shares.length / 2, 3);
    Array.from(dots.children, (dot, unit) => {
      put(dot, shares[2 * unit], shares[2 * unit + 1]);
      dot.classList.toggle('still', still.has(unit));
    });
  }

  /** @param {{unit: number, selected: boolean, here: [number, number], book: [number, number] | undefined}[]} units */
  function mark(units) {
    const height = drawing.clientHeight;
    marks.replaceChildren(...units.flatMap((each) => markOf(each, topOf(each, units, height))));
  }

  /** Ring a place, or none. */
  function point(place) {
    setStyle(cursor, { visibility: place ? 'visible' : 'hidden' });
    if (place) put(cursor, place.low, place.high);
  }

  return { drawing, showBooks, showUnits, mark, point };
}

/** Where a unit's label stands, in px from the top: at its dot, but clear of the labels beside it. */
function topOf(unit, units, height) {
  const beside = units.filter(({ here: [low] }) => Math.abs(low - unit.here[0]) < BESIDE);
  return spread(beside.map(({ here: [, high] }) => (1 - high) * height), LABEL, height)[beside.indexOf(unit)];
}

function markOf({ unit, selected, here, book }, top) {
  const [low, high] = here;
  const on = selected ? ' on' : '';
  const ring = put(svg('circle', { class: `ring${on}`, r: 6 }), low, high);
  const left = low > RIGHT;
  const label = svg('text', { class: `label${on}`, x: percent(low), y: top, dx: left ? -11 : 11, 'text-anchor': left ? 'end' : 'start' }, String(unit));
  if (!book) return [ring, label];
  const way = svg('line', { class: `way${on}`, x1: percent(low), y1: percent(1 - high), x2: percent(book[0]), y2: percent(1 - book[1]) });
  return [way, put(svg('circle', { class: `home${on}`, r: 3.5 }), ...book), ring, label];
}

function fit(group, count, radius) {
  while (group.children.length < count) group.append(svg('circle', { r: radius }));
  while (group.children.length > count) group.lastChild.remove();
}

function put(circle, low, high) {
  circle.setAttribute('cx', percent(low));
  circle.setAttribute('cy', percent(1 - high));
  return circle;
}

const percent = (share) => `${(share * 100).toFixed(2)}%`;
