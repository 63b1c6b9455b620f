/** What the drawings of cells are made of: wires as thick as their value, tiles in its colour, signs, labels. */

import { bend, inkOn, mix, position, readStops } from './colours.js';
import { setStyle, setText, svg } from './dom.js';
import { tone, written } from './numbers.js';

const FULL = 26; // px: a wire whose value lies at the end of the contents scale
const THIN = 1.5; // px: no wire is thinner

const SIGNS = { times: (a) => `M${-a}${-a}L${a} ${a}M${a}${-a}L${-a} ${a}`, plus: (a) => `M${-1.4 * a} 0H${1.4 * a}M0${-1.4 * a}V${1.4 * a}` };

/** The two scales as they are in force: what a value looks like. @param {number} range R of the contents scale */
export function createLook(range) {
  const stops = { gate: readStops('gate'), signed: readStops('signed') };
  return {
    colour: (scale, value) => mix(stops[scale], position(scale, value, range)),
    width: (value) => Math.max(THIN, Math.min(1, Math.abs(bend(value, range))) * FULL),
  };
}

/** A wire: gates are ink, contents have the colour of their sign. `show(value, look)`. */
export function wire(d, scale = 'signed') {
  const root = svg('path', { class: 'wire', d });
  function show(value, look) {
    root.setAttribute('class', `wire ${scale === 'gate' ? 'gate' : tone('signed', value)}`);
    setStyle(root, { 'stroke-width': `${look.width(value).toFixed(1)}px` });
  }
  return { root, show };
}

/** A tile with its middle at (x, y), in the colour of its value, with the number. `show(value, look)`. */
export function tile(x, y, { width, height, scale }) {
  const box = svg('rect', { class: 'box', x: x - width / 2, y: y - height / 2, width, height, rx: 4 });
  const text = svg('text', { class: 'number', x, y: y + 4.5, 'text-anchor': 'middle' });
  function show(value, look) {
    const colour = look.colour(scale, value);
    setStyle(box, { fill: `rgb(${colour.join(' ')})` });
    setStyle(text, { fill: inkOn(colour) });
    setText(text, written(scale, value));
  }
  return { root: svg('g', {}, box, text), show };
}

/** ⊗ or ⊕ with its middle at (x, y). `show(scale, value, look)` fills it with the colour of a value. */
export function sign(kind, x, y, radius = 13) {
  const circle = svg('circle', { r: radius });
  const strokes = svg('path', { d: SIGNS[kind](radius * 0.38) });
  function show(scale, value, look) {
    const colour = look.colour(scale, value);
    setStyle(circle, { fill: `rgb(${colour.join(' ')})` });
    setStyle(strokes, { stroke: inkOn(colour) });
  }
  return { root: svg('g', { class: 'sign', transform: `translate(${x} ${y})` }, circle, strokes), show };
}

/** The pill in which tanh stands. */
export function tanh(x, y) {
  return svg('g', { class: 'sign' }, svg('rect', { x: x - 25, y: y - 13, width: 50, height: 26, rx: 13 }), label(x, y + 4.5, 'tanh'));
}

/** A text; `look` is a class, `anchor` start, middle or end. */
export function label(x, y, text, { look = '', anchor = 'middle' } = {}) {
  return svg('text', { x, y, class: look, 'text-anchor': anchor }, text);
}

/** A variable with what stands below its line: h(t−1) as h with t−1. */
export function variable(x, y, name, below = '') {
  return svg('text', { x, y, class: 'variable', 'text-anchor': 'middle' }, name, ...(below ? [svg('tspan', { dy: 4, class: 'below' }, below)] : []));
}

/** A thin line that carries no number of this unit. */
export function thin(d) {
  return svg('path', { class: 'thin', d });
}

/** The head of a thin line that ends at (x, y), upwards or downwards. */
export function head(x, y, way) {
  return svg('path', { class: 'head', d: `M${x - 4} ${y - way * 6}L${x} ${y}L${x + 4} ${y - way * 6}z` });
}
