/**
 * Which units tell two lists apart, in words. Pure.
 *
 * An answer is that of `POST /figures/probe`: {units: [{layer, unit, auc}], those that tell best first, band: [low, high],
 * examples: [with, without], notices}.
 */

import { unitName } from './ablate_words.js';
import { count } from './numbers.js';

const SPACE = '\u00a0'; // no line ends before the sign
const FEW = 6; // others that are counted in words

/** Whether a unit does better than chance. @param {{auc: number}} unit @param {number[]} band */
export function isOutside({ auc }, [low, high]) {
  return auc > high || auc < low;
}

/** What was found, honestly. @param {any} answer @param {number} layers of the model */
export function probeLead({ units, band, examples: [having, lacking] }, layers) {
  const [best] = units;
  const name = bold(`unit ${unitName(best, layers)}`);
  const told = bold(pairsWords(best.auc));
  if (band[1] >= 1) return [`${having} with it and ${lacking} without are too few to tell: `, name, ' does tell them apart in ', told, ', but with so few, chance would reach all of them.'];
  const chance = `chance alone would reach ${percent(band[1])} in one case of twenty`;
  if (!isOutside(best, band)) return ['No unit tells them apart better than chance would: the best, ', name, ', does in ', told, ', and ', chance, '.'];
  const others = units.filter((each) => isOutside(each, band)).length - 1;
  return [bold(`Unit ${unitName(best, layers)}`), ' tells them apart in ', told, `: its value is ${directionOf(best)} in sentences with it. C${chance.slice(1)}. ${othersWords(others)}`];
}

/** In which sentences its values are higher. */
export function directionOf({ auc }) {
  if (auc === 0.5) return 'the same';
  return auc > 0.5 ? 'higher' : 'lower';
}

/** Of all pairs of a sentence with and one without, those that a unit tells right. */
export function pairsWords(auc) {
  const share = Math.max(auc, 1 - auc);
  return share === 1 ? 'all pairs' : `${percent(share)} of pairs`;
}

/**
 * What a unit knows, in words; '' where it has earned no name.
 *
 * @param {{layer: number, unit: number}} place @param {Record<string, Record<string, string[]>>} names by layer and unit
 */
export function nameOf({ layer, unit }, names) {
  return names[layer]?.[unit]?.join(', ') ?? '';
}

/** By how many sentences it is told. */
export function examplesWords({ units, examples: [having, lacking] }) {
  return `${count(units.length, 'unit')}, ${count(having, 'sentence')} with it and ${lacking.toLocaleString('en')} without, shuffled 1,000 times for chance`;
}

/** All units as a table. @param {any} answer @param {number} layers @param {any} names */
export function probeTable({ units, band }, layers, names) {
  const cells = [
    (each) => nameOf(each, names), ({ auc }) => auc.toFixed(3), directionOf, (each) => (isOutside(each, band) ? 'yes' : 'no'),
  ];
  return {
    title: 'How well each unit tells the sentences apart', corner: layers > 1 ? 'layer · unit' : 'unit',
    columns: ['knows', 'AUC', 'with it', `better than chance (AUC ${band[0].toFixed(2)} to ${band[1].toFixed(2)})`],
    rows: units.map((each) => unitName(each, layers)),
    cell: (row, column) => cells[column](units[row]),
  };
}

/** Where the unit's values are read, as a sentence goes on. @param {'last' | 'mean'} at */
export function placeWords(at) {
  return at === 'last' ? 'at the last word' : 'as its mean over the words';
}

/** A share in per cent, never rounded up to 100. */
function percent(share) {
  const hundredths = 100 * share;
  return hundredths > 99 && hundredths < 100 ? `${Math.min(99.9, hundredths).toFixed(1)}${SPACE}%` : `${Math.round(hundredths)}${SPACE}%`;
}

function othersWords(others) {
  if (!others) return 'No other does better than chance.';
  if (others === 1) return 'One other does better than chance, too.';
  return `${others < FEW ? others : `It is not alone: ${others}`} others do better than chance, too.`;
}

const bold = (text) => ({ text, tag: 'b', tone: '' });
