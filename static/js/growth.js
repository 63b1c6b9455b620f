/**
 * A reading grows by what the network has just written: one step more, from a `token` event of `POST /generate` whose
 * arrays are base64. Pure: the reading that is given stays as it is.
 */

import { decode } from './reading.js';

/** The reading with one more step. What holds of the whole text (half-lives, the run without holds) waits for the next answer. */
export function grown(reading, event) {
  const values = grownValues(reading, event);
  const next = Object.assign(Object.create(Object.getPrototypeOf(reading)), reading, {
    text: reading.text + event.text,
    tokens: grownTokens(reading, event),
    predictions: [...reading.predictions, { step: event.step, surprisal: -Math.log2(event.probability), top: event.top }],
    steps: reading.steps + 1,
    values,
    original: null,
    differences: null,
  });
  next.figures = Object.fromEntries(Object.entries(reading.figures).map(([name, figure]) => [name, figureOf(figure, values[name], next)]));
  return next;
}

/** How many code points a text has: what the server counts in. */
export function length(text) {
  return Array.from(text).length;
}

/** A part of a character stands as its bytes until its last part has come; then all of them are that character. */
function grownTokens({ tokens, text }, { step, id, token, text: added }) {
  const start = length(text);
  const piece = { step, id, text: token, start, end: start, part: null, open: true };
  if (!added) return [...tokens, piece];
  const pieces = [...tokens.slice(tokens.findLastIndex((each) => !each.open) + 1), piece];
  const whole = { text: added, start, end: start + length(added), open: false };
  const closed = pieces.map((each, n) => ({ ...each, ...whole, part: pieces.length > 1 ? [n + 1, pieces.length] : null }));
  return [...tokens.slice(0, tokens.length + 1 - pieces.length), ...closed];
}

/** Every signal and echo [rows, steps + 1]. */
function grownValues({ units, values, steps }, { signals }) {
  const columns = Object.fromEntries(Object.entries(signals).map(([name, { data }]) => [name, decode({ bdata: data })]));
  const cell = columns.cell;
  const last = {
    previous: (_, row) => values.cell[row * steps + steps - 1],
    squashed: (unit) => Math.tanh(cell[unit]),
  };
  return Object.fromEntries(Object.entries(values).map(([name, old]) => [name, widened(old, steps, units.map(last[name] ?? ((unit) => columns[name][unit])))]));
}

/** Rows of so many steps with one value more at the end of each. */
function widened(values, steps, column) {
  const wide = new Float32Array(column.length * (steps + 1));
  column.forEach((value, row) => {
    wide.set(values.subarray(row * steps, (row + 1) * steps), row * (steps + 1));
    wide[(row + 1) * (steps + 1) - 1] = value;
  });
  return wide;
}

/** The figure of these values: Plotly takes rows of numbers as well as what the server sends. */
function figureOf({ data: [trace], layout }, values, { steps, units }) {
  const z = units.map((_, row) => values.subarray(row * steps, (row + 1) * steps));
  return { data: [{ ...trace, z }], layout: { ...layout, xaxis: { ...layout.xaxis, range: [-0.5, steps - 0.5] } } };
}
