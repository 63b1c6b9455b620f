/** What units know, in words. Pure. */

import { count, signed } from './numbers.js';
import { percentage } from './pieces.js';
import { tokenWord } from './words.js';

const ROOM = 66; // characters of a sentence that a row has room for
const BEFORE = 0.55; // of them, before the word to look at

/** A unit's number, with its layer, counted from 1, where there are several. */
export function unitNumber({ layer, unit }, layers) {
  return layers > 1 ? `${layer + 1} · ${unit}` : String(unit);
}

/** What the table shows, over it. @param {import('./unit_rows.js').Row[]} rows @param {any} view @param {any} words */
export function foundWords(rows, view, words) {
  const found = rows.filter(({ selected, lines }) => !selected || fits(lines, view, words)).length;
  if (view.search && !rows.length) return `No ${{ none: 'nameless unit', all: 'unit' }[view.show] ?? 'such unit'} matches “${view.search}”. Search for a number or a name, or show all units.`;
  const units = count(found, 'unit');
  if (view.show === 'named') return found ? `${units} ${found === 1 ? 'knows' : 'know'} something` : 'No unit has a name';
  if (view.show === 'none') return `${units} without a name, and what each tells best`;
  if (view.show === 'all') return units;
  const { known, nameable } = words[view.show];
  if (nameable) return found ? `${units} ${found === 1 ? 'knows' : 'know'} ${known}` : `No unit knows ${known}`;
  return found ? `The best ${units} to tell ${known}` : `No unit tells ${known} better than chance`;
}

/** Whether a row is there for more than being selected. */
function fits(lines, view, words) {
  const named = lines.some(({ named: is }) => is);
  if (view.show === 'named') return named;
  if (view.show === 'none') return !named;
  return !words[view.show]?.nameable || lines.some(({ named: is, property }) => is && property === view.show);
}

/** 1st, 2nd, 3rd, 11th of all units. */
export function rankWords(rank) {
  const teen = rank % 100 >= 11 && rank % 100 <= 13;
  return `${rank}${(!teen && { 1: 'st', 2: 'nd', 3: 'rd' }[rank % 10]) || 'th'}`;
}

/** An AUC: 0.87; 0.996, where two digits would say that it is never wrong. */
export function aucWords(auc) {
  return auc >= 0.995 && auc < 1 ? (Math.floor(auc * 1000) / 1000).toFixed(3) : auc.toFixed(2);
}

/**
 * Who knows the property that is drawn, and what the best of them does.
 *
 * @param {any} answer of `GET /units` @param {any} known one of its properties
 */
export function pictureLead({ units }, { property, best, band, whole }, words, layers) {
  const number = `Unit ${unitNumber(best, layers)}`;
  const reach = `chance alone reaches ${band[1].toFixed(2)}`;
  const names = units.filter(({ knows }) => knows.some((known) => known.property === property)).map((each) => unitNumber(each, layers));
  const auc = `an AUC of ${aucWords(best.auc)}`;
  if (names.length) {
    return `${count(names.length, 'unit')} ${names.length === 1 ? 'knows' : 'know'} it: ${listed(names)}. ${number} tells it best, with ${auc} where ${reach}; `
      + `switched off, it takes ${lostWords(best.effect, whole)} by which the network’s own answers differ.`;
  }
  const tells = best.auc > band[1] ? `${number} tells it best, with ${auc} where ${reach}` : `${number} comes closest, with ${auc}, but ${reach}`;
  return words[property].nameable ? `No unit knows it. ${tells}.` : `It cannot be a name: no one token that comes next tells of it. ${tells}.`;
}

/** How much of what the whole network tells is gone without a unit: it may be more than all of it. */
function lostWords(effect, whole) {
  const all = `the ${whole.toFixed(2)} nats`;
  return effect < whole ? `${effect.toFixed(2)} of ${all}` : `more than ${all}`;
}

function listed(names) {
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A gate's saturation: nearly closed at 3 % of the words, nearly open at 71 %. @param {string} title @param {number[]} shares */
export function gateWords(title, shares) {
  const [closed, open] = shares;
  return `${title}: nearly closed at ${percentage(closed)} of the words, nearly open at ${percentage(open)}`;
}

/**
 * The part of an example that a row has room for, around the step to look at: [from, to) in tokens, the start left out.
 *
 * @param {{tokens: any[], step: number}} example @returns {[number, number]}
 */
export function excerptOf({ tokens, step }, room = ROOM) {
  const size = (from, to) => tokens.slice(from, to).reduce((sum, { text }) => sum + text.length, 0);
  let [from, to] = [step, step + 1];
  while (from > 1 && size(from - 1, step) <= room * BEFORE) from -= 1;
  while (to < tokens.length && size(from, to + 1) <= room) to += 1;
  while (from > 1 && size(from - 1, to) <= room) from -= 1;
  return [from, to];
}

/** What an example shows at the step to look at: “because”: a feminine subject; the cell of unit 5 is −0.83 */
export function exampleWords({ tokens, values, labels, step }, { signal, unit }, words) {
  return `“${tokenWord(tokens[step])}”: ${labels[step] ? words.yes : words.no}; the ${signal === 'cell' ? 'cell' : 'hidden state'} of unit ${unit} is ${signed(values[step])}`;
}

/** The picture's table: all units and one property. */
export function pictureTable({ units }, { property, auc, band, effect }, words, layers) {
  const columns = ['AUC', 'chance up to', ...(effect ? ['effect, nats'] : []), 'its name'];
  const names = units.map(({ knows }) => knows.some((known) => known.property === property));
  return {
    title: `How well each unit tells ${words[property].known}`,
    corner: layers > 1 ? 'layer · unit' : 'unit',
    columns,
    rows: units.map((each) => unitNumber(each, layers)),
    cell: (row, column) => [auc[row].toFixed(3), band[1].toFixed(3), ...(effect ? [signed(effect[row])] : []), names[row] ? 'yes' : 'no'][column],
  };
}
