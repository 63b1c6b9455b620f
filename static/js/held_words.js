/**
 * What a memory cell, or a whole layer, holds at a word, in words. Pure.
 *
 * @typedef {import('./held.js').Parts} Parts
 */

import { count, percent } from './numbers.js';
import { number, word } from './pieces.js';
import { addUp } from './sums.js';
import { quoted } from './words.js';

const TOLD = 3; // parts that a sentence names

/**
 * At “king” unit 37 holds +0.45: +0.92 written by “king”, −0.35 by “queen” and −0.12 by 6 other words.
 *
 * The numbers add up as they are shown. What a hold wrote is there by hand.
 *
 * @param {any[]} tokens @param {{unit: number, step: number, cell: number}} at @param {Parts} parts @param {boolean[]} byHand
 */
export function unitLead(tokens, { unit, step, cell }, parts, byHand = []) {
  const { told, others } = strongest(parts);
  const amounts = addUp([...told.map(({ amount }) => amount), ...(others.count ? [others.amount] : [])], cell);
  const first = told.find((part) => !byHand[part.step]);
  const list = told.map((part, n) => [number(amounts[n]), byHand[part.step] ? ' by hand at ' : part === first ? ' written by ' : ' by ', word(quoted(tokens[part.step]))]);
  if (others.count) list.push([number(amounts.at(-1)), ` by ${count(others.count, 'other word')}`]);
  return ['At ', word(quoted(tokens[step])), ` unit ${unit} holds `, number(cell), ': ', ...enumerate(list), '.'];
}

/**
 * Of all that the layer holds at “said”, 56 % was written by “said” itself, 23 % by “king” and 21 % by 12 earlier words.
 *
 * @param {any[]} tokens @param {number} step @param {Parts} parts shares of the whole, whose steps are words or blocks
 * @param {(step: number) => string} name of a word or block
 */
export function layerLead(tokens, step, parts, name) {
  const { told, others } = strongest(parts);
  const list = told.map((part, n) => [percent(part.amount), n ? ' by ' : ' was written by ', word(name(part.step))]);
  if (others.count) list.push([percent(others.amount), ' by all the others']);
  return ['Of all that the layer holds at ', word(quoted(tokens[step])), ', ', ...enumerate(list), '.'];
}

/** Of a layer: at which words cells were held, up to a step. @param {number[]} byHand steps @returns {string} */
export function handWords(tokens, byHand) {
  if (!byHand.length) return '';
  const many = byHand.length > 1;
  return `At ${many ? `${byHand.length} words` : quoted(tokens[byHand[0]])} cells are held by hand: what they are made to hold counts to ${many ? 'these words' : 'that word'}.`;
}

/** What the parts miss of the cell. @param {number} missed @returns {string} */
export function missedWords(missed) {
  if (missed === 0) return 'Together they are exactly what the cell holds.';
  const power = Math.ceil(Math.log10(missed));
  return `Together they are what the cell holds to within 10${superscript(power)}, the rounding of 32-bit numbers.`;
}

/** The strongest first, and all else as one part. */
function strongest({ named, rest }) {
  const ranked = [...named].sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
  const more = ranked.slice(TOLD);
  const amount = more.reduce((sum, part) => sum + part.amount, rest.above + rest.below);
  return { told: ranked.slice(0, TOLD), others: { count: rest.count + more.length, amount } };
}

/** a, b and c. @param {any[][]} list of pieces */
function enumerate(list) {
  return list.flatMap((pieces, n) => [...(n === 0 ? [] : [n === list.length - 1 ? ' and ' : ', ']), ...pieces]);
}

function superscript(power) {
  return `−${Math.abs(power)}`.replace(/./g, (sign) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)] ?? '⁻');
}
