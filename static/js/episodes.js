/**
 * What a unit's memory does over a text, as stretches of holding: something is written, held, and let go. Pure.
 *
 * A word counts as a writer by what enters the belt, |i · g|, and not by its input gate alone: i = 0.4 with g = −1
 * writes more than i = 0.97 with g = 0.2.
 *
 * @typedef {{forget: ArrayLike<number>, input: ArrayLike<number>, candidate: ArrayLike<number>, cell: ArrayLike<number>}} Lines
 *   a unit's signals, each [steps]
 * @typedef {{step: number, amount: number, effect: 'added' | 'lessened' | 'turned'}} Write within an episode: i · g, and what
 *   it did to what was held
 * @typedef {{open: number, last: number, amount: number, least: number | null, writes: Write[],
 *   end: 'dropped' | 'faded' | 'held', left: number, weight: number}} Episode
 *   from `open` (which writes `amount`) to `last`, inclusive; `least`: the least forget gate after `open`, null where
 *   there is no step after it; `left`: the share of the latest write that is still held at the step after `last`, or
 *   at the end of the text; `weight`: sum of |c| over its steps
 */

export const LEAST_WRITE = 0.1; // |i · g|
const LEAST_KEPT = 0.5; // a forget gate under this drops
const LEAST_LEFT = 0.1; // a write of which less is left has faded

/** The episodes of a unit, in order of time. No step is in two of them. @param {Lines} lines @returns {Episode[]} */
export function episodesOf(lines) {
  const episodes = [];
  let step = 0;
  while (step < lines.cell.length) {
    if (!isWrite(lines, step)) {
      step += 1;
      continue;
    }
    const episode = episodeFrom(lines, step);
    episodes.push(episode);
    step = episode.last + 1;
  }
  return episodes;
}

/** The weightiest episodes, in order of time, and how many others there are. */
export function weightiest(episodes, most) {
  const kept = new Set([...episodes].sort((a, b) => b.weight - a.weight).slice(0, most));
  return { shown: episodes.filter((episode) => kept.has(episode)), smaller: episodes.length - kept.size };
}

/** What a step writes onto the belt: i · g. */
export function written(lines, step) {
  return lines.input[step] * lines.candidate[step];
}

/**
 * What holds of the whole text: `most`: the greatest |i · g|; `least`: the least forget gate after step 0 (null: there
 * is none); `adds`: 1 or −1 where all writers write with this sign and the belt never lets go, else 0.
 *
 * @param {Lines} lines
 */
export function habits(lines) {
  const steps = Array.from(lines.cell, (_, step) => step);
  const amounts = steps.map((step) => written(lines, step));
  const least = steps.length > 1 ? Math.min(...steps.slice(1).map((step) => lines.forget[step])) : null;
  const signs = new Set(amounts.filter((amount) => Math.abs(amount) >= LEAST_WRITE).map(Math.sign));
  const adds = least !== null && least > 1 - LEAST_LEFT && signs.size === 1 ? [...signs][0] : 0;
  return { most: Math.max(0, ...amounts.map(Math.abs)), least, adds };
}

function isWrite(lines, step) {
  return Math.abs(written(lines, step)) >= LEAST_WRITE;
}

/** The episode that begins at a step: it goes on while the forget gate keeps at least half, and a tenth is left. */
function episodeFrom(lines, open) {
  const writes = [];
  let left = 1;
  let step = open + 1;
  for (; step < lines.cell.length; step += 1) {
    left *= lines.forget[step];
    if (lines.forget[step] < LEAST_KEPT || left < LEAST_LEFT) break;
    if (!isWrite(lines, step)) continue;
    writes.push({ step, amount: written(lines, step), effect: effectOf(lines, step) });
    left = 1;
  }
  const last = step - 1;
  const gates = Array.from(lines.forget).slice(open + 1, step);
  return {
    open, last, writes, left, amount: written(lines, open), least: gates.length ? Math.min(...gates) : null,
    end: endOf(lines, step), weight: Array.from(lines.cell).slice(open, step).reduce((sum, value) => sum + Math.abs(value), 0),
  };
}

function endOf({ forget }, step) {
  if (step === forget.length) return 'held';
  return forget[step] < LEAST_KEPT ? 'dropped' : 'faded';
}

/** What a write does to what was held: it has the same sign, or the other one; and then it may outweigh it. */
function effectOf(lines, step) {
  const before = lines.cell[step - 1];
  if (written(lines, step) * before >= 0) return 'added';
  return lines.cell[step] * before < 0 ? 'turned' : 'lessened';
}
