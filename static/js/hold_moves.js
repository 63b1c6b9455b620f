/** Holds keep to their words while the text is edited before them. Pure. */

/**
 * The same holds after one edit: a step goes with its word; one whose word is gone, or that lies behind the end, stays
 * as it was said.
 *
 * @param {any[]} holds @param {any} before the reading in which they were chosen @param {any} after
 */
export function movedHolds(holds, before, after) {
  if (before.text === after.text) return holds;
  const moved = moverOf(before, after);
  const next = holds.map((hold) => {
    if (!hold.steps) return hold;
    const [first, last] = hold.steps.map((step) => (step === null ? null : moved(step)));
    return last === null || first <= last ? { ...hold, steps: [first, last] } : hold;
  });
  return next.some((hold, n) => String(hold.steps) !== String(holds[n].steps)) ? next : holds;
}

function moverOf(before, after) {
  const [old, now] = [Array.from(before.text), Array.from(after.text)];
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;

  return (step) => {
    const token = before.tokens[step];
    if (!token || step === 0 || token.start < head || token.start < old.length - tail) return step;
    const place = token.start + now.length - old.length;
    const found = after.tokens.findIndex(({ start, end }) => start <= place && place < end);
    return found < 0 ? step : found;
  };
}
