/**
 * How often a gate is nearly closed and nearly open, per unit: places in a square (after Karpathy, Johnson & Fei-Fei
 * 2015). Pure.
 *
 * Shares [units * 2] come as the server sends them: of every unit the share of steps under 0.1, then over 0.9.
 *
 * @typedef {{low: number, high: number, units: number[]}} Place where units lie whose shares are equal; units rising
 */

import { inBrackets } from './names.js';

const NAMED = 5; // units of one place that are named at most

/** The places of a layer's units, in the order in which arrows go through them: rising `low`, then rising `high`. */
export function placesOf(shares) {
  const places = new Map();
  for (let unit = 0; unit < shares.length / 2; unit += 1) {
    const [low, high] = [shares[2 * unit], shares[2 * unit + 1]];
    const key = `${low} ${high}`;
    if (!places.has(key)) places.set(key, { low, high, units: [] });
    places.get(key).units.push(unit);
  }
  return [...places.values()].sort(across);
}

/** The place nearest to a point, or null where none is within reach. All in shares. @returns {Place | null} */
export function nearest(places, { low, high }, reach) {
  let best = null;
  let least = reach;
  for (const place of places) {
    const distance = Math.hypot(place.low - low, place.high - high);
    if (distance <= least) [best, least] = [place, distance];
  }
  return best;
}

/** Where a key leads from a place, or null for other keys: left and right by `low`, up and down by `high`. */
export function neighbour(places, from, key) {
  const way = { ArrowRight: [across, 1], ArrowLeft: [across, -1], ArrowUp: [upwards, 1], ArrowDown: [upwards, -1] }[key];
  if (key === 'Home') return places[0];
  if (key === 'End') return places.at(-1);
  if (!way) return null;
  const order = [...places].sort(way[0]);
  return order[order.indexOf(from) + way[1]] ?? from;
}

/** The unit that a press at a place selects: the first one there; where one of them is selected, the one after it. */
export function nextUnit({ units }, selected) {
  return units[(units.indexOf(selected) + 1) % units.length];
}

/** The place of a unit. @returns {Place} */
export function placeOf(places, unit) {
  return places.find(({ units }) => units.includes(unit));
}

const across = (a, b) => a.low - b.low || a.high - b.high;
const upwards = (a, b) => a.high - b.high || a.low - b.low;

/** The units of a place and what holds there: unit 7: nearly closed at 33 % of the words, nearly open at 11 %. @param {any} place @param {(unit: number) => import('./names.js').Name | null} nameOf a unit */
export function placeWords({ low, high, units }, nameOf = () => null) {
  const known = units.length === 1 ? nameOf(units[0]) : null;
  return `${unitsWords(units)}${inBrackets(known)}: nearly closed at ${whole(low)} of the words, nearly open at ${whole(high)}`;
}

/** A share in whole percent, on one line. */
export function whole(share) {
  return `${Math.round(share * 100)}\u00a0%`;
}

function unitsWords(units) {
  if (units.length === 1) return `unit ${units[0]}`;
  if (units.length <= NAMED) return `units ${units.slice(0, -1).join(', ')} and ${units.at(-1)}`;
  return `units ${units.slice(0, NAMED - 1).join(', ')} and ${units.length - NAMED + 1} more`;
}
