/**
 * What is held: signals that have a value whatever the network computes. Pure.
 *
 * A hold is {layer, units, signal, steps, value, off}, in the API's words: `units` null: all; `steps` [first, last], both
 * inclusive, last null: to the end, null: all; `off`: listed, but not in force.
 */

/** The holds in force, as the API takes them. @param {any[]} holds of a view */
export function inForce(holds) {
  return holds.filter((hold) => !hold.off).map(({ layer, units, signal, steps, value }) => ({ layer, units, signal, steps, value }));
}

/** The same, cut to a text of so many steps: for operations that refuse steps behind its end. */
export function inText(holds, count) {
  return inForce(holds).filter((hold) => stepsOf(hold, count).first < count)
    .map((hold) => ({ ...hold, steps: hold.steps && Object.values(stepsOf(hold, count)) }));
}

/** The hold in force on a signal of a unit at a step, or null: of several the last one. Of a view, or of a reading. */
export function holdAt({ holds, layer }, { signal, unit, step }) {
  return holds.findLast((hold) => !hold.off && hold.layer === layer && hold.signal === signal
    && (!hold.units || hold.units.includes(unit)) && covers(hold, step)) ?? null;
}

/** The first and the last step of a hold in a text of so many; the first may lie behind the end. */
export function stepsOf({ steps }, count) {
  const [first, last] = steps ?? [0, null];
  return { first, last: last === null ? count - 1 : Math.min(last, count - 1) };
}

/** Whether a network has what is held. @param {any} hold @param {{layers: number, units: number}} model @param {string[]} signals by name */
export function fits({ layer, units, signal }, model, signals) {
  return layer < model.layers && signals.includes(signal) && (units ?? []).every((unit) => unit < model.units);
}

/** What a signal is held at before another value is chosen: a gate the other way, contents empty. */
export function firstValue({ scale }, values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return scale === 'gate' && mean < 0.5 ? 1 : 0;
}

/** Between which values a signal can be held: its own limits, or what the colours reach. */
export function valueLimits({ low, high }, range) {
  return low === null ? { low: -range, high: range } : { low, high };
}

/**
 * Units as they are typed: "all", "7", "3, 5-9". @returns {{units: number[] | null} | {problem: string}}
 */
export function parseUnits(text, count) {
  if (text.trim().toLowerCase() === 'all') return { units: null };
  const units = new Set();
  for (const part of text.split(/[\s,]+/).filter(Boolean)) {
    const found = /^(\d+)(?:[-–](\d+))?$/.exec(part);
    const [from, to] = found ? [Number(found[1]), Number(found[2] ?? found[1])] : [NaN, NaN];
    if (!(from <= to && to < count)) return { problem: `“${part}” is no unit: give numbers from 0 to ${count - 1}, like 3, 5-9; or all.` };
    for (let unit = from; unit <= to; unit += 1) units.add(unit);
  }
  return units.size ? { units: [...units] } : { problem: 'Give at least one unit, or all.' };
}

/** Units as they can be typed: runs of neighbours in one. */
export function formatUnits(units) {
  if (!units) return 'all';
  return runsOf(units).map(([from, to]) => (from === to ? String(from) : `${from}${to === from + 1 ? ', ' : '-'}${to}`)).join(', ');
}

/** Numbers in rising order as runs of neighbours, [first, last] each. @param {number[]} numbers */
export function runsOf(numbers) {
  const runs = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    if (runs.at(-1)?.[1] === number - 1) runs.at(-1)[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}

function covers({ steps }, step) {
  return !steps || (steps[0] <= step && (steps[1] === null || step <= steps[1]));
}
