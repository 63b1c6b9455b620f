/** One signal over all the words: the selected unit as filled steps, the pinned ones as outlines with their numbers. */

import { el, setText, svg } from '../dom.js';
import { signed, tick, tone, written } from '../numbers.js';
import { area, bounds, depth, limitsOf, outline, spread } from '../steps.js';

const LABEL = 12; // px from label to label at the end of the lines
const MOST_GAPS = 60; // more columns than this are too narrow for a gap between them

/** @param {any} signal of the table: {name, symbol, title, scale, low, high} */
export function createRow(signal) {
  const [value, high, low] = [el('b', { class: 'num life-value' }), el('span', { class: 'num life-high' }), el('span', { class: 'num life-low' })];
  const [above, below, gaps, zero, now] = ['life-above', 'life-below', 'life-gaps', 'life-zero', 'life-now']
    .map((name) => svg(name === 'life-now' ? 'rect' : 'path', { class: name }));
  const [pinned, ghost] = [svg('g'), svg('path', { class: 'life-ghost' })];
  const chart = svg('svg', { class: 'life-chart', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, above, below, now, gaps, zero, pinned, ghost);
  const ends = svg('svg', { class: 'life-ends', 'aria-hidden': 'true' });
  const root = el('div', { class: 'life-row', 'data-signal': signal.name, 'data-scale': signal.scale },
    el('div', { class: 'life-gutter' }, el('span', { class: 'sym' }, signal.symbol), el('span', { class: 'life-title' }, signal.title), value, high, low),
    el('div', { class: 'life-lane' }, chart, ends));
  now.setAttribute('width', '1');
  let line = /** @type {any} */ (null);
  let limits = { low: 0, high: 1 };

  /** @param {any} reading @param {{unit: number, selected: boolean, pin: number}[]} units */
  function draw(reading, units) {
    const lines = units.map(({ unit }) => reading.line(signal.name, unit));
    const own = units.find(({ selected }) => selected);
    const before = own ? reading.lineBefore(signal.name, own.unit) : null;
    limits = limitsOf(signal, before ? [...lines, before] : lines);
    line = own ? lines[units.indexOf(own)] : null;
    ghost.setAttribute('d', before ? outline(before, limits) : '');
    chart.setAttribute('viewBox', `0 0 ${reading.steps} 1`);
    above.setAttribute('d', line ? area(line, limits, 1) : '');
    below.setAttribute('d', line ? area(line, limits, -1) : '');
    gaps.setAttribute('d', reading.steps <= MOST_GAPS ? bounds(reading.steps) : '');
    zero.setAttribute('d', `M0 ${depth(0, limits)}H${reading.steps}`);
    pinned.replaceChildren(...units.flatMap(({ pin }, n) => (pin < 0 ? [] : [svg('path', { class: `life-pin pin-${pin}`, d: outline(lines[n], limits) })])));
    setText(high, limitWords(signal, limits.high));
    setText(low, limitWords(signal, limits.low));
    drawEnds(units, lines);
  }

  /** The number of each line where it ends; none where there is nothing to compare. */
  function drawEnds(units, lines) {
    if (units.every(({ pin }) => pin < 0)) return ends.replaceChildren();
    const height = chart.clientHeight;
    const from = lines.map((each) => depth(each.at(-1), limits) * height);
    const to = spread(from, LABEL, height);
    ends.replaceChildren(...units.flatMap(({ unit, selected }, n) => [
      svg('path', { d: `M2 ${from[n]}L9 ${to[n]}` }),
      svg('text', { x: 12, y: to[n], class: selected ? 'on' : null }, String(unit)),
    ]));
  }

  /** Write the value at a step and light its column. */
  function mark(step) {
    setText(value, line ? written(signal.scale, line[step]) : '');
    value.className = `num life-value ${line ? tone(signal.scale, line[step]) : ''}`;
    const [from, to] = [depth(line ? Math.max(0, line[step]) : 0, limits), depth(line ? Math.min(0, line[step]) : 0, limits)];
    for (const [name, number] of Object.entries({ x: step, y: from, height: to - from })) now.setAttribute(name, String(number));
    now.classList.toggle('below', Boolean(line) && line[step] < 0);
  }

  return { root, signal, draw, mark, limits: () => limits };
}

function limitWords({ low, scale }, limit) {
  if (low === null) return limit === 0 ? '0' : signed(limit);
  return scale === 'gate' || limit < 0 ? tick(limit) : `+${limit}`;
}
