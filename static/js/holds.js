/**
 * What is held: signals that have a value whatever the network computes. Pure.
 *
 * A hold is {layer, units, signal, steps, value, off}, in the API's words: `units` null: all; `steps` [first, last], both
 * inclusive, null: all; `off`: listed, but not in force.
 */

/** The holds in force, as the API takes them. @param {any[]} holds of a view */
export function inForce(holds) {
  return holds.filter((hold) => !hold.off).map(({ layer, units, signal, steps, value }) => ({ layer, units, signal, steps, value }));
}

/** The hold in force on a signal of a unit at a step, or null: of several the last one. */
export function holdAt({ holds, layer }, { signal, unit, step }) {
  return holds.findLast((hold) => !hold.off && hold.layer === layer && hold.signal === signal
    && (!hold.units || hold.units.includes(unit)) && (!hold.steps || (hold.steps[0] <= step && step <= hold.steps[1]))) ?? null;
}
