/** Sums as they are shown: two-decimal parts that add up to their two-decimal total. Pure. */

const UNIT = 100; // shown numbers are whole hundredths

/**
 * The parts of a sum, to two decimals, such that what is shown adds up: where rounding each part alone misses the
 * rounded total, the parts whose rounding is least wrong take the difference, a hundredth each (the method of the
 * largest remainder). So no part is shown a whole hundredth or more away from its value.
 *
 * @param {number[]} parts at least one
 * @param {number} total what they add up to, but for the noise of 32-bit numbers
 * @returns {number[]} in the order of `parts`
 * @throws {RangeError} where they do not add up to it
 */
export function addUp(parts, total) {
  const shown = parts.map(hundredths);
  const missing = hundredths(total) - shown.reduce((sum, part) => sum + part, 0);
  if (Math.abs(missing) > parts.length) throw new RangeError(`The parts add up to ${parts.reduce((a, b) => a + b, 0)}, not to ${total}.`);
  const way = Math.sign(missing);
  const lost = (n) => way * (parts[n] * UNIT - shown[n]); // what rounding has taken from a part, in that direction
  const givers = parts.map((_, n) => n).sort((a, b) => lost(b) - lost(a));
  for (const n of givers.slice(0, Math.abs(missing))) shown[n] += way;
  return shown.map((part) => part / UNIT);
}

/** A number as it is written with two decimals, counted in hundredths. */
function hundredths(value) {
  return Math.round(Number(value.toFixed(2)) * UNIT);
}
