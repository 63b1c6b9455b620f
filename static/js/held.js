/**
 * What a memory cell holds, by the words that wrote it. Pure.
 *
 *     c_t = Σ w(s→t)        w(s→s) = i_s g_s        w(s→t) = f_t · w(s→t−1)
 *
 * model/ledger.py says the same in Python; a browser test compares them.
 *
 * @typedef {{forget: ArrayLike<number>, written: ArrayLike<number>}} Lines f and i · g of a unit, each [steps]
 * @typedef {{step: number, amount: number}} Part what one word wrote of it
 * @typedef {{named: Part[], rest: {count: number, above: number, below: number}}} Parts `named` in the order of the words;
 *   `rest`: how many words are left over, and the sums of their positive and negative amounts
 */

import { holdAt } from './holds.js';

/**
 * The account's lines of a unit, its cell, and at which steps that is held: there it erases all before it and writes itself.
 *
 * @returns {Lines & {cell: ArrayLike<number>, byHand: boolean[]}}
 */
export function linesOf(reading, unit) {
  const [input, forget, candidate, cell] = ['input', 'forget', 'candidate', 'cell'].map((name) => reading.line(name, unit));
  const byHand = Array.from(cell, (_, step) => holdAt(reading, { signal: 'cell', unit, step }) !== null);
  return {
    forget: byHand.map((held, step) => (held ? 0 : forget[step])),
    written: byHand.map((held, step) => (held ? cell[step] : input[step] * candidate[step])),
    cell, byHand,
  };
}

/** What is left of each word's writing at a step: w(0→t) … w(t→t). @param {Lines} lines @param {number} step t */
export function writesAt({ forget, written }, step) {
  const writes = new Float64Array(step + 1);
  let kept = 1;
  for (let from = step; from >= 0; from -= 1) {
    writes[from] = written[from] * kept;
    kept *= forget[from];
  }
  return writes;
}

/** How far the positive and the negative parts reach, each added up, over all steps. @param {Lines} lines */
export function reachOf({ forget, written }) {
  let [above, below, low, high] = [0, 0, 0, 0];
  for (let step = 0; step < written.length; step += 1) {
    above = above * forget[step] + Math.max(0, written[step]);
    below = below * forget[step] + Math.min(0, written[step]);
    [low, high] = [Math.min(low, below), Math.max(high, above)];
  }
  return { low, high };
}

/**
 * The strongest parts by name, the rest as sums.
 *
 * @param {ArrayLike<number>} amounts by step @param {number} most that are named @param {number} least that a named one has
 * @returns {Parts} at least one is named
 */
export function strongestParts(amounts, most, least) {
  const parts = Array.from(amounts, (amount, step) => ({ step, amount })).sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
  const count = Math.max(1, parts.slice(0, most).filter(({ amount }) => Math.abs(amount) >= least).length);
  const others = parts.slice(count).map(({ amount }) => amount).filter((amount) => amount !== 0); // a hold leaves nothing of what was before
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  return {
    named: parts.slice(0, count).sort((a, b) => a.step - b.step),
    rest: { count: others.length, above: sum(others.filter((amount) => amount > 0)), below: sum(others.filter((amount) => amount < 0)) },
  };
}

/** The first and the last token of a block of so many; they are one where it is one. @returns {any[]} */
export function blockEnds(tokens, block, size) {
  return [...new Set([tokens[block * size], tokens[Math.min(tokens.length, (block + 1) * size) - 1]])];
}
