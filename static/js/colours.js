/**
 * The two colour scales in the page: the same stops as the figures have (app/figures/palette.py writes them into
 * tokens.css), the same mixing, the same bend.
 */

import { currentTheme } from './theme.js';

const known = new Map(); // theme and scale -> its stops

/**
 * Stops of a scale, from the style sheet that is in force: ['#f6f4ef', …]. The browser is asked once a theme, for it works
 * out the styles of the whole page to answer.
 */
export function readStops(scale) {
  const name = `${currentTheme()} ${scale}`;
  if (!known.has(name)) known.set(name, computedStops(scale));
  return known.get(name);
}

function computedStops(scale) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--scale-${scale}`).split(',').map((s) => s.trim());
}

/** Place of a signed value on its scale, −1..1 within ±range: asinh(2v) / asinh(2R). */
export function bend(value, range) {
  return Math.asinh(2 * value) / Math.asinh(2 * range);
}

/** Position 0..1 of a value on its scale. */
export function position(scale, value, range) {
  return scale === 'gate' ? value : (bend(value, range) + 1) / 2;
}

/** The colour [r, g, b] at a position of evenly spaced stops; beyond the ends, the end. */
export function mix(stops, place) {
  const at = Math.min(1, Math.max(0, place)) * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(at));
  const [from, to] = [channels(stops[low]), channels(stops[low + 1])];
  return from.map((value, n) => Math.round(value + (to[n] - value) * (at - low)));
}

/** White where it can be read on this colour, else black: one of the two always reaches 4.5:1. */
export function inkOn(colour) {
  return 1.05 / (luminance(colour) + 0.05) >= 4.5 ? '#ffffff' : '#000000';
}

function channels(hex) {
  return [1, 3, 5].map((n) => Number.parseInt(hex.slice(n, n + 2), 16));
}

function luminance(colour) {
  const [r, g, b] = colour.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
