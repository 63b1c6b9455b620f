/** Holds in words. Pure. */

import { formatUnits, stepsOf } from './holds.js';
import { inBrackets } from './names.js';
import { written } from './numbers.js';
import { quoted } from './words.js';

/** What a hold holds, shortly: f of unit 248 at 1.00. @param {any} hold @param {any[]} table of signals */
export function shortWords({ units, signal, value }, table) {
  const { symbol, scale } = table.find((each) => each.name === signal) ?? { symbol: signal, scale: 'signed' };
  return `${symbol} of ${whose(units)} at ${written(scale, value)}`;
}

/** From which word to which: from “king” to the end. @param {any} hold @param {any} reading */
export function whereWords(hold, { tokens, steps }) {
  if (!hold.steps) return 'at every word';
  const { first, last } = stepsOf(hold, steps);
  if (first >= steps) return `from word ${first}: behind the end of the text, so it waits`;
  if (hold.steps[1] === null) return `from ${quoted(tokens[first])} to the end`;
  const ends = hold.steps[1] >= steps ? ', where the text ends' : '';
  return first === last ? `at ${quoted(tokens[first])}${ends}` : `from ${quoted(tokens[first])} to ${quoted(tokens[last])}${ends}`;
}

/** All of it, in a sentence without its stop; `known`: the name of the one unit that it holds. */
export function holdWords(hold, table, reading, known = null) {
  const title = table.find((each) => each.name === hold.signal)?.title ?? hold.signal;
  const scale = table.find((each) => each.name === hold.signal)?.scale ?? 'signed';
  return `${title} of ${whose(hold.units)}${inBrackets(known)} held at ${written(scale, hold.value)} ${whereWords(hold, reading)}`;
}

function whose(units) {
  if (!units) return 'all units';
  return units.length === 1 ? `unit ${units[0]}` : units.length < 4 ? `units ${formatUnits(units)}` : `${units.length} units`;
}
