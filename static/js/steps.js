/**
 * Charts of steps: one column a word, nothing between words. Paths on a view box of `steps` by 1 that a page stretches
 * to its place. Pure.
 *
 * @typedef {{low: number, high: number}} Limits of a chart, from its foot to its head; zero lies within them
 */

const LEAST_SPAN = 0.2; // a line that hardly moves is drawn as one that hardly moves

/** A signal's own limits, or where it has none those of its lines: always through 0. @returns {Limits} */
export function limitsOf({ low, high }, lines) {
  if (low !== null && high !== null) return { low, high };
  const values = lines.flatMap((line) => Array.from(line));
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const missing = Math.max(0, LEAST_SPAN - (most - least));
  return -least > most ? { low: least - missing, high: most } : { low: least, high: most + missing };
}

/** How far below the head of the chart a value lies, 0..1. @param {number} value @param {Limits} limits */
export function depth(value, { low, high }) {
  return (high - value) / (high - low);
}

/** The outline of a line. */
export function outline(line, limits) {
  const places = Array.from(line, (value) => place(value, limits));
  return places.map((y, step) => `${step ? 'V' : 'M0 '}${y}H${step + 1}`).join('');
}

/** What lies between zero and a line, on one side of zero: sign 1 or −1. */
export function area(line, limits, sign) {
  const zero = place(0, limits);
  const edge = Array.from(line, (value, step) => `V${place(value * sign > 0 ? value : 0, limits)}H${step + 1}`).join('');
  return `M0 ${zero}${edge}V${zero}Z`;
}

/** The bounds between columns. */
export function bounds(steps) {
  return Array.from({ length: Math.max(0, steps - 1) }, (_, step) => `M${step + 1} 0V1`).join('');
}

/** Labels that want to stand at some depths, pushed apart to `gap` and kept within 0..`height`; in the given order. */
export function spread(wanted, gap, height) {
  const order = wanted.map((_, n) => n).sort((a, b) => wanted[a] - wanted[b]);
  const places = new Array(wanted.length);
  let least = 0;
  for (const n of order) least = (places[n] = Math.max(wanted[n], least)) + gap;
  let most = height;
  for (const n of order.reverse()) most = (places[n] = Math.min(places[n], most)) - gap;
  return places;
}

function place(value, limits) {
  return Number(depth(value, limits).toFixed(4));
}
