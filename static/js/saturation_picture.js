/** How far the gates of all units go, as a picture that stands on its own: a square for each gate, side by side. Pure. */

import { escaped, onPaper } from './picture.js';

const SIDE = 360; // px of a square
const GAP = 0.18; // of it, between two

/**
 * @param {{title: string, shares: ArrayLike<number>, books: [number, number][] | undefined}[]} gates `shares` [units * 2] on this text
 * @param {{still: Set<number>, marked: number[]}} units those that never move, and those that are named
 * @param {import('./picture.js').Words} said @param {import('./picture.js').Colours} colours
 */
export function saturationPicture(gates, { still, marked }, said, colours) {
  const axes = gates.flatMap(({ title }, n) => {
    const domain = [(n * (1 + GAP)) / width(gates), (n * (1 + GAP) + 1) / width(gates)];
    const shared = { range: [-0.03, 1.03], tickvals: [0, 0.5, 1], ticktext: ['0', '50 %', '100 %'], zeroline: false, gridcolor: colours.soft, griddash: 'dot' };
    return [[axisName('xaxis', n), { ...shared, domain, anchor: axisName('y', n), title: { text: `${escaped(title)}: words at which it is nearly closed` } }],
      [axisName('yaxis', n), { ...shared, anchor: axisName('x', n), title: { text: n ? '' : 'nearly open' } }]];
  });
  const layout = { font: { size: 12, color: colours.ink }, margin: { l: 64, r: 24, t: 16, b: 64 }, legend: { orientation: 'h', x: 0, y: 0, yref: 'container', yanchor: 'bottom' }, ...Object.fromEntries(axes) };
  const data = gates.flatMap((gate, n) => tracesOf(gate, { still, marked, axes: { xaxis: axisName('x', n), yaxis: axisName('y', n) }, first: n === 0 }, colours));
  return onPaper({ data, layout }, said, { width: Math.round(SIDE * width(gates)) + 88, height: SIDE + 100 }, colours);
}

/** In the books, on this text, never moving, named: a dot for each unit. */
function tracesOf({ shares, books }, { still, marked, axes, first }, colours) {
  const units = Array.from({ length: shares.length / 2 }, (_, unit) => unit);
  const dots = (name, chosen, at, marker, more = {}) => ({
    type: 'scatter', mode: 'markers', name, legendgroup: name, showlegend: first, ...axes,
    x: chosen.map((unit) => at(unit)[0]), y: chosen.map((unit) => at(unit)[1]), marker, ...more,
  });
  const here = (unit) => [shares[2 * unit], shares[2 * unit + 1]];
  return [
    ...(books ? [dots('in texts not seen', units, (unit) => books[unit], { size: 4, color: colours.soft, opacity: 0.35 })] : []),
    dots('on this text', units.filter((unit) => !still.has(unit)), here, { size: 6, color: colours.bar, opacity: 0.7 }),
    dots('never moves', units.filter((unit) => still.has(unit)), here, { size: 6, color: colours.bar, symbol: 'circle-open' }),
    dots('selected and pinned', marked, here, { size: 9, color: colours.ink }, { mode: 'markers+text', text: marked.map(String), textposition: 'middle right' }),
  ];
}

const width = (gates) => gates.length + (gates.length - 1) * GAP;

const axisName = (axis, n) => (n ? `${axis}${n + 1}` : axis);
