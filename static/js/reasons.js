/** Why a gate is so: the parts of its pre-activation as rows that add up, and what they say in words. Pure. */

import { written } from './numbers.js';
import { number, word } from './pieces.js';
import { addUp } from './sums.js';
import { isStart, quoted } from './words.js';

const WORTH_NAMING = 0.3; // of the strongest part: weaker ones go without saying

/**
 * The parts of one gate of an answer of `GET /explain`, as they are shown: to two decimals, which add up to those of
 * the pre-activation. What brings exactly nothing, as the units before the start, is left out.
 *
 * @param {any} gate {value, preactivation, word | below and below_rest, recurrent, rest, bias}
 * @param {{token: any, units: number}} about the token at the step, and how many units the layer has
 * @returns {Row[]}
 * @typedef {{label: any[], many: boolean, unit: number | null, part: number}} Row `label`: pieces of a sentence; `many`:
 *   it names several; `unit`: of this layer, where it names one
 */
export function reasonsOf(gate, { token, units }) {
  const rows = [
    ...comingIn(gate, token),
    ...gate.recurrent.map(({ unit, part }) => ({ label: [`unit ${unit}`], many: false, unit, part })),
    { label: [`the other ${units - gate.recurrent.length} units`], many: true, unit: null, part: gate.rest },
    { label: ['the bias'], many: false, unit: null, part: gate.bias },
  ].filter(({ part }) => part !== 0);
  const shown = addUp(rows.map(({ part }) => part), gate.preactivation);
  return rows.map((row, n) => ({ ...row, part: shown[n] }));
}

/** What a gate makes of its pre-activation: σ, or tanh for contents. */
export function squashed(scale, preactivation) {
  return scale === 'gate' ? 1 / (1 + Math.exp(-preactivation)) : Math.tanh(preactivation);
}

/**
 * The strongest parts in words: Above all the word “king” (+1.90) opens it; the bias (−0.40) pulls the other way.
 *
 * @param {Row[]} rows @param {{scale: string, value: number, own?: number | null}} gate `own`: what it would be, were it not held
 */
export function sentenceOf(rows, { scale, value, own = null }) {
  const [first] = [...rows].sort((a, b) => Math.abs(b.part) - Math.abs(a.part));
  const so = own === null ? `So it is ${written(scale, value)}.`
    : `So it would be ${written(scale, own)}, but it is held at ${written(scale, value)}.`;
  if (!first?.part) return ['Hardly anything comes in. ', so];
  const way = Math.sign(first.part);
  const least = WORTH_NAMING * Math.abs(first.part);
  const [along, against] = [worthNaming(rows, way, least), worthNaming(rows, -way, least)];
  const other = against.length ? ['; ', ...listed(against), against.length > 1 || against[0].many ? ' pull' : ' pulls', ' the other way'] : [];
  return ['Above all ', ...listed(along), ` ${verb(scale, way, along.length > 1 || first.many)}`, ...other, '. ', so];
}

/** What comes from below: the word itself, or the units of the layer below. */
function comingIn({ word: part, below, below_rest: rest }, token) {
  if (!below) return [{ label: isStart(token) ? ['the start mark'] : ['the word ', word(quoted(token))], many: false, unit: null, part }];
  const units = below.map(({ unit, part: each }) => ({ label: [`unit ${unit} of the layer below`], many: false, unit: null, part: each }));
  return [...units, { label: ['the other units of the layer below'], many: true, unit: null, part: rest }];
}

/** At most two rows on one side of zero, strongest first. */
function worthNaming(rows, way, least) {
  return rows.filter(({ part }) => part * way >= least && part !== 0).sort((a, b) => (b.part - a.part) * way).slice(0, 2);
}

function listed(rows) {
  return rows.flatMap(({ label, part }, n) => [...(n ? [' and '] : []), ...label, ' (', number(part), ')']);
}

function verb(scale, way, many) {
  if (scale === 'gate') return `${way > 0 ? 'open' : 'close'}${many ? '' : 's'} it`;
  return `push${many ? '' : 'es'} it ${way > 0 ? 'up' : 'down'}`;
}
