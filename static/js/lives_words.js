/** How long units remember, in words. Pure. Half-lives [units] are in words; null: longer than the text can tell. */

import { inBrackets } from './names.js';
import { count } from './numbers.js';

const LONG = 10; // words after which a unit still has half: few do

/**
 * The lead sentence in pieces: the layer as a whole, then the selected unit.
 *
 * @param {{units: (number | null)[], books: (number | null)[] | null}} lives @param {number | null} unit
 * @param {import('./names.js').Name | null} name of the unit
 */
export function livesLead({ units, books }, unit, name = null) {
  const middle = medianOf(units);
  const long = units.filter((life) => endless(life) > LONG).length;
  const layer = [`Half of the ${count(units.length, 'unit')} have forgotten half of what they held after `, figure(lifeWords(middle)),
    `; ${long === 1 ? '1 unit keeps' : `${long || 'none'} keep`} half of it for more than ${LONG} words.`];
  if (unit === null) return [...layer, ' Select a unit to see where it stands.'];
  const there = books ? [', ', figure(lifeWords(books[unit])), ' in books'] : [];
  return [...layer, ` Unit ${unit}${inBrackets(name)}: `, figure(lifeWords(units[unit])), ' on this text', ...there, '.'];
}

/** A half-life: 0.42 words, 13 words. */
export function lifeWords(life) {
  return life === null ? 'longer than can be told' : `${short(life)}\u00a0words`;
}

/** A half-life as a table has it. */
export function lifeCell(life) {
  return life === null ? 'longer' : short(life);
}

/** The unit that remembers a little longer (1) or shorter (−1) than another; at the ends the same one. */
export function neighbourByLife(units, unit, way) {
  const order = units.map((_, n) => n).sort((a, b) => endless(units[a]) - endless(units[b]) || a - b);
  if (unit === null) return way > 0 ? order[0] : order[order.length - 1];
  return order[Math.min(order.length - 1, Math.max(0, order.indexOf(unit) + way))];
}

/** The lower middle one, so that it is some unit's own. */
function medianOf(units) {
  const sorted = [...units].sort((a, b) => endless(a) - endless(b));
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

const endless = (life) => life ?? Infinity;
const short = (life) => String(Number(life.toPrecision(2)));
const figure = (text) => ({ text, tag: 'b', tone: '' });
