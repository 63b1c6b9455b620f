/** Moments that are alike, in words. Pure. */

import { LABELLED, OWN } from './alike_settings.js';
import { inBrackets } from './names.js';
import { count, percent, signed } from './numbers.js';
import { word } from './pieces.js';
import { visible, visibleWord } from './words.js';

const TELLING = 0.1; // shares that differ by less are not worth a sentence
const HALF = 0.5;

/**
 * An answer with those properties alone that have words, in the words' order: others are of no use to readers.
 *
 * @param {any} answer of `POST /similar` @param {Record<string, string>} properties words that complete “it is …”
 */
export function inWords(answer, properties) {
  const names = Object.keys(properties).filter((name) => name in answer.distribution);
  return { ...answer, distribution: Object.fromEntries(names.map((name) => [name, { ...answer.distribution[name], words: properties[name] }])) };
}

/** Where is searched. @param {string} where as in the settings */
export function placeWords(where) {
  return { [LABELLED]: 'the labelled sentences', [OWN]: 'your text' }[where] ?? `the index “${where}”`;
}

/** Why the labelled sentences are not searched. @param {string} model its name */
export function foreignWords(model) {
  return `${model} reads no English, so it has not read the labelled sentences. Choose “your text” and paste strings of its letters.`;
}

/** Properties by how much more or less often they are true of the matches than of all moments. @returns {string[]} */
export function byDifference(distribution) {
  const difference = (property) => Math.abs(distribution[property].moments - distribution[property].corpus);
  return Object.keys(distribution).sort((a, b) => difference(b) - difference(a));
}

/**
 * What was found, and what most of it has in common.
 *
 * @param {any} answer of `POST /similar`, in words
 * @param {{words: string, where: string, units: number | null, before: boolean}} asked `words` of the moment or of the
 *   range; `units` of the pattern, null: likeness was asked for; `before`: off just before
 * @returns {any[]} pieces
 */
export function alikeLead({ moments, searched, distribution, guidance }, { words, where, units, before }) {
  const place = placeWords(where);
  const here = word(words);
  const all = `${searched.toLocaleString('en')} moments in ${place}`;
  if (units === null) {
    if (!moments.length) return ['There is no other moment in ', place, ' to compare ', here, ' with.'];
    return [`Of ${all}, `, ...theseAre(moments), ' most like ', here, `, with a cosine ${betweenWords(moments)}. `, ...commonWords(moments, distribution, 'of them')];
  }
  const [those, come] = togetherWords(units, before);
  if (!moments.length) return [those, ' on at ', here, ` ${come} at none of ${all}. ${moreWords(units)}`];
  const found = guidance?.matches ?? moments.length;
  return [those, ' on at ', here, ` ${come} at ${found.toLocaleString('en')} of ${all}. `, ...commonWords(moments, distribution, found > moments.length ? `of the ${moments.length} clearest` : 'of them')];
}

/** How rare the pattern's units are, which says whether the threshold tells anything. @param {any} guidance @param {number} above */
export function guidanceWords({ quantiles, values }, above) {
  const reached = quantiles.filter((_, n) => values.every((unit) => unit[n] <= above));
  const threshold = above.toFixed(2);
  if (!reached.length) return `△ Some unit is above ${threshold} at more than half of all moments: a higher threshold tells more.`;
  const share = 1 - Math.max(...reached);
  return `Each unit is above ${threshold} at ${share < HALF ? percent(share) : 'half'} of all moments at most.`;
}

/** How many units a threshold leaves. @param {number} units @param {number} above @param {string} words of the range @param {boolean} offBefore */
export function thresholdWords(units, above, words, offBefore) {
  const before = offBefore ? ' and not just before' : '';
  const there = `above ${above.toFixed(2)} at ${words}${before}`;
  if (!units) return `No unit is ${there}. Try a lower threshold, or fewer words.`;
  return `${count(units, 'unit')} ${units === 1 ? 'is' : 'are'} ${there}.`;
}

/** What is searched of a pasted text. @param {{texts: string[], left: number}} cut */
export function pastedWords({ texts, left }) {
  if (!texts.length) return '';
  const room = left ? ` △ The last ${count(left, 'character')} found no room. “gatescope index FILE” takes texts of any length.` : '';
  return `${count(texts.length, 'text')}, one a line.${room}`;
}

/** What the rows show. @param {{shown: number[], signal: string, query: any}} answer @param {import('./names.js').Name | null} name of the unit */
export function rowsWords({ shown: [unit], signal, query }, name) {
  const what = { cell: 'cell', hidden: 'hidden state' }[signal];
  const left = query ? 'the cosine' : 'by how much the least of the units is above the threshold';
  return `Words are coloured by the ${what} of unit ${unit}${inBrackets(name)}; at the left, ${left}. Pressing a row reads its text above, at the matched word.`;
}

/** How like the moment, or how far above the threshold. @returns {string} */
export function similarityWords({ similarity }, { query }) {
  return query ? similarity.toFixed(2) : signed(similarity);
}

/** A row for each moment: its word and text, and what is true there. */
export function alikeContents({ moments, distribution }) {
  const properties = Object.keys(distribution);
  const cells = [({ similarity }) => similarity.toFixed(4), ({ step }) => String(step), ({ text }) => visible(text),
    ...properties.map((property) => ({ labels }) => (labels[property] ? 'yes' : 'no'))];
  return {
    title: 'Moments that were found', corner: 'word', columns: ['similarity', 'step', 'text', ...properties.map((property) => distribution[property].words)],
    rows: moments.map(({ token }) => ({ word: visibleWord(token) })), cell: (row, column) => cells[column](moments[row]),
  };
}

function togetherWords(units, before) {
  if (units === 1) return ['The unit that is', before ? 'switches on' : 'is on'];
  return [`The ${units} units that are`, `${before ? 'switch' : 'are'} on together`];
}

/** What finds more than nothing. */
function moreWords(units) {
  if (units === 1) return 'Try other words, or let it be on just before.';
  return 'Fewer units find more: take some out, or raise the threshold until few are left.';
}

function theseAre({ length }) {
  return [length === 1 ? 'this one is' : `these ${length} are`];
}

function betweenWords(moments) {
  const [most, least] = [moments[0], moments.at(-1)].map(({ similarity }) => similarity.toFixed(2));
  return most === least ? `of ${most}` : `from ${most} down to ${least}`;
}

/** 62 % of them are inside quotes; of all moments, 11 %. */
function commonWords({ length }, distribution, ofThem) {
  const [property] = byDifference(distribution);
  if (!property) return [];
  const { moments, corpus, words } = distribution[property];
  if (Math.abs(moments - corpus) < TELLING) return ['No label is much more or less common among them than elsewhere.'];
  return [{ text: whichWords(length, moments, ofThem), tag: 'b', tone: '' }, ` ${words}; of all moments, ${shareWords(corpus)}.`];
}

function whichWords(count, share, ofThem) {
  if (count === 1) return share ? 'It is' : 'It is not';
  if (share === 1) return `All ${ofThem} are`;
  return share ? `${shareWords(share)} ${ofThem} are` : `None ${ofThem} is`;
}

/** A share of moments: none and all are said without a doubt. */
export function shareWords(share) {
  return share === 0 ? '0 %' : percent(share);
}
