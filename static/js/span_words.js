/**
 * How long memories last, in words. Pure.
 *
 * @typedef {{unit: number, from: number, to: number | null, value: number, by_hand: boolean, by: number | null, held: number,
 *   end: 'erased' | 'faded' | 'alive' | 'held'}} Span as `POST /spans` answers
 */

import { inBrackets } from './names.js';
import { count, percent, signed } from './numbers.js';
import { number, word } from './pieces.js';
import { quoted } from './words.js';

/**
 * What kind of memories they are, the longest of them, and how many are held at the playhead.
 *
 * @param {{tokens: any[], found: number, spans: Span[]}} answer
 * @param {{which: string, least: number, step: number}} asked `step`: the playhead's
 * @param {(unit: number) => import('./names.js').Name | null} nameOf a unit
 * @returns {any[]} pieces
 */
export function spansLead({ tokens, found, spans }, { which, least, step }, nameOf = () => null) {
  const here = word(quoted(tokens[step]));
  const amount = least.toFixed(2);
  if (!found) return nothing(which, here, amount);
  const those = `${found.toLocaleString('en')} ${found === 1 ? 'memory' : 'memories'} of at least ${amount}`;
  const openings = {
    longest: [those, ', the longest: '],
    alive: [those, ` ${found === 1 ? 'is' : 'are'} alive at the end, the oldest: `],
    written: [here, ` wrote ${those}, the longest: `],
    erased: [here, ` erased ${those}, the longest: `],
  };
  const now = which === 'longest' || which === 'alive' ? heldNow(spans, step, here) : [];
  return [...openings[which], ...sentence(longest(spans, tokens.length), tokens, nameOf), ...now];
}

/** How a memory ended, for a table. @param {Span} span */
export function endWords({ end, by, held }, tokens) {
  if (end === 'erased') return `erased by ${quoted(tokens[by])}`;
  if (end === 'held') return `until it was held by hand at ${quoted(tokens[by])}`;
  return end === 'faded' ? 'faded' : `alive, ${percent(held)} left`;
}

/** Steps at which a memory was held, the one that wrote it among them. @param {Span} span @param {number} steps */
export function lasted({ from, to }, steps) {
  return (to ?? steps) - from;
}

/** A memory as a name. @param {Span} span @param {import('./names.js').Name | null} known of its unit */
export function spanName(span, tokens, known = null) {
  const words = count(lasted(span, tokens.length), 'word');
  return `unit ${span.unit}${inBrackets(known)}: ${writer(span, tokens)} ${span.by_hand ? '' : 'wrote '}${signed(span.value)}, held for ${words}, ${endWords(span, tokens)}`;
}

/** What wrote a memory: a word, or a hold at it. @param {Span} span */
export function writer({ from, by_hand: byHand }, tokens) {
  return `${byHand ? 'by hand at ' : ''}${quoted(tokens[from])}`;
}

/** Whether a memory is held at a step. @param {Span} span */
function isHeld({ from, to }, step) {
  return from <= step && (to === null || step < to);
}

/** The one that the server ranks first: rows of the figure go by time. @param {Span[]} spans at least one */
function longest(spans, steps) {
  const key = (span) => lasted(span, steps) + Math.abs(span.value) / 2; // an amount is 1 at most
  return spans.reduce((best, span) => (key(span) > key(best) ? span : best));
}

/** unit 37 held what “queen” wrote, +0.89, for 6 words, until “king” erased it. Some outlast the word that took most. */
function sentence(span, tokens, nameOf) {
  const ends = {
    erased: () => (span.by === span.to ? [', until ', word(quoted(tokens[span.by])), ' erased it.'] : ['; ', word(quoted(tokens[span.by])), ' took the most of it.']),
    held: () => [', until it was held by hand at ', word(quoted(tokens[span.by])), '.'],
    faded: () => [', until it had faded.'],
    alive: () => [`; ${percent(span.held)} of it is left at the end.`],
  };
  const wrote = span.by_hand ? ['was given by hand at ', word(quoted(tokens[span.from]))] : ['held what ', word(quoted(tokens[span.from])), ' wrote'];
  return [`unit ${span.unit}${inBrackets(nameOf(span.unit))} `, ...wrote, ', ', number(span.value),
    `, for ${count(lasted(span, tokens.length), 'word')}`, ...ends[span.end]()];
}

function heldNow(spans, step, here) {
  const now = spans.filter((span) => isHeld(span, step)).length;
  return [' At ', here, `, ${now} of the ${spans.length} below ${now === 1 ? 'is' : 'are'} held.`];
}

function nothing(which, here, amount) {
  const sentences = {
    longest: [`No word wrote a memory of at least ${amount} into this layer.`],
    alive: [`No memory of at least ${amount} is alive at the end.`],
    written: [here, ` wrote no memory of at least ${amount} into this layer.`],
    erased: [here, ` erased nothing: no memory of at least ${amount} ended by its forget gates.`],
  };
  return sentences[which];
}
