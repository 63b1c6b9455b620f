/** The life of a unit as a picture that stands on its own: a chart of steps for each signal, one below the other. Pure. */

import { escaped, onPaper } from './picture.js';

const ROW = 84; // px from chart to chart
const GAP = 0.16; // of it, between them
const DASHES = ['solid', 'dash', 'dot', 'longdash'];

/**
 * @param {{words: string[], signals: {symbol: string, title: string, scale: string, limits: {low: number, high: number},
 *   lines: {unit: number, selected: boolean, values: Float32Array}[]}[]}} life `words` of the steps; `lines` of the units
 * @param {import('./picture.js').Words} said @param {import('./picture.js').Colours} colours
 */
export function lifePicture({ words, signals }, said, colours) {
  const count = signals.length;
  const width = Math.round(Math.min(1800, Math.max(640, 160 + words.length * 46)));
  const axes = signals.map(({ limits }, n) => [axisName('yaxis', n), {
    domain: [1 - (n + 1 - GAP) / count, 1 - n / count], range: [limits.low, limits.high],
    showgrid: false, zerolinecolor: colours.soft, nticks: 3,
  }]);
  const layout = {
    font: { size: 12, color: colours.ink }, margin: { l: 64, r: 24, t: 16, b: 64 }, showlegend: signals[0].lines.length > 1, bargap: 0,
    legend: { orientation: 'h', x: 0, y: 0, yref: 'container', yanchor: 'bottom' },
    annotations: signals.map(({ symbol }, n) => ({
      text: symbol, font: { size: 18 }, showarrow: false, x: 0, xref: 'paper', xanchor: 'left', xshift: -50, y: 0.5, yref: `${axisName('y', n)} domain`,
    })),
    xaxis: { range: [-0.5, words.length - 0.5], tickmode: 'array', tickvals: words.map((_, n) => n), ticktext: words.map(escaped), showgrid: false, zeroline: false,
      autotickangles: [0, -45, -90], anchor: axisName('y', count - 1) },
    ...Object.fromEntries(axes),
  };
  const data = signals.flatMap((signal, n) => signal.lines.map((line, place) => traceOf(signal, line, place, { yaxis: axisName('y', n), first: n === 0 }, colours)));
  return onPaper({ data, layout }, said, { width, height: count * ROW + 80 }, colours);
}

/** The selected unit as bars in the colours of the page, the others as lines told apart by their dashes. */
function traceOf({ scale }, { unit, selected, values }, place, { yaxis, first }, colours) {
  const shared = { x: Array.from(values, (_, n) => n), y: Array.from(values), yaxis, name: `unit ${unit}`, legendgroup: unit, showlegend: first };
  if (!selected) return { ...shared, type: 'scatter', mode: 'lines', line: { shape: 'hvh', color: colours.ink, width: 1.5, dash: DASHES[place % DASHES.length] } };
  const tone = (value) => (scale === 'gate' ? colours.bar : value < 0 ? colours.neg : colours.pos);
  return { ...shared, type: 'bar', width: 1, marker: { color: shared.y.map(tone), line: { width: 1, color: colours.paper } } };
}

const axisName = (axis, n) => (n ? `${axis}${n + 1}` : axis);
