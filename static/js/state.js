/**
 * What the page shows, and how one view becomes the next. Pure: no element, no request, no address.
 *
 * A view is {text, model, layer, sort, show, unit, step, signal, pinned, drawing, words, tab, whose, spans, a, b, filler,
 * holds, look, cause, favoured, against, ablated, other, writing, alike}; `show` null: all units;
 * `step` null: the last one; `unit` null: none is selected; `pinned`: units kept for comparison, in the order in which
 * they were pinned; `drawing`: 'cell' | 'unrolled'; `words`: 'strip' | 'prose'; `tab`: what is open of memory
 * through time; `whose` ledger: 'unit' | 'layer'; which `spans`; `a`, `b`, `filler`: the memory test's own words or null;
 * `holds`: see holds.js; `look` of the maps: 'held' | 'difference'; `cause`: what is open of cause and effect; `favoured`,
 * `against`, `ablated`: its two continuations or null, and what units are ablated to; `other`: the text beside this
 * one or null; `writing`: how to go on writing, or null; `alike`: which moments are looked for, or null.
 */

import { compared } from './compared.js';
import { fits } from './holds.js';
import { isStart } from './words.js';

export const MOST_PINNED = 4; // more lines in one chart cannot be told apart
const GUESSES = 3; // shown beneath each word of the prose

/**
 * The part of a text that is read, and the rest: cut at so many code points; where `tight`, also where its tokens
 * might be too many. A lone surrogate becomes U+FFFD.
 *
 * @param {string} text @param {{characters: number, tokens: number}} limits @param {boolean} tight
 */
export function splitText(text, limits, tight = false) {
  const characters = Array.from(text.toWellFormed());
  let end = Math.min(characters.length, limits.characters);
  if (tight) end = Math.min(end, safeLength(characters, limits.tokens - 1));
  return { read: characters.slice(0, end).join(''), unread: characters.slice(end).join(''), length: characters.length };
}

/** How many characters surely make no more than so many tokens: byte-level tokens are at least a byte each. */
function safeLength(characters, tokens) {
  let bytes = 0;
  for (const [n, character] of characters.entries()) {
    bytes += new TextEncoder().encode(character).length;
    if (bytes > tokens) return n;
  }
  return characters.length;
}

/**
 * The body of `POST /figures` for a view. Its step is sent only where the rows go by it and `reading` is of the same
 * tokens: another text may be too short for it.
 *
 * @param {any} view @param {{text: string, theme: string, holds: any[]}} asked `holds` in force
 * @param {any} reading the last one, or null
 */
export function requestOf(view, { text, theme, holds }, reading) {
  const { model, layer, sort, show, unit, signal, pinned } = view;
  const isSame = reading && reading.text === text && reading.model === model;
  const step = sort === 'value' && isSame ? view.step : null;
  return { text, model, layer, sort, show, unit, step, signal, pinned, holds, clip: true, theme, top_k: GUESSES, encoding: 'base64' };
}

/** The view after another model is chosen: the sentence stays, and the holds it can have; the unit is the one it suggests. */
export function withModel(view, model, signals) {
  const names = signals.map((signal) => signal.name);
  return {
    ...view,
    model: model.name,
    layer: Math.min(view.layer, model.layers - 1),
    unit: model.suggested.unit,
    pinned: [],
    sort: view.sort === 'half_life' && !names.includes('forget') ? 'liveliness' : view.sort,
    signal: names.includes(view.signal) ? view.signal : names.at(-1),
    holds: view.holds.filter((hold) => fits(hold, model, names)),
  };
}

/** The step after a text was read anew: the same word where it still is, the end where it was the end. */
export function settleStep(step, before, after) {
  const last = after.tokens.length - 1;
  if (step === null) return last;
  if (!before) return Math.min(step, last);
  if (step === 0 && isStart(before.tokens[0])) return 0;
  const old = before.tokens[Math.min(step, before.tokens.length - 1)];
  if (step >= before.tokens.length - 1 && before.text !== after.text) return last;
  return stepAt(after.tokens, movedPosition(before.text, after.text, old.start));
}

/** The step whose token covers a code point; the last one where the text has become shorter. */
export function stepAt(tokens, position) {
  const found = tokens.findIndex((token) => token.start <= position && position < token.end);
  return found < 0 ? tokens.length - 1 : found;
}

/** Where a position of one text lies in another that differs from it by one edit. */
export function movedPosition(before, after, position) {
  if (before === after) return position;
  const [old, now] = [Array.from(before), Array.from(after)];
  let same = 0;
  while (same < old.length && same < now.length && old[same] === now[same]) same += 1;
  return position < same ? position : Math.max(0, position + now.length - old.length);
}

/** Whether the next view needs the server: a unit is not among the rows, or the order follows what has changed. */
export function needsReading(before, next, reading) {
  if ([next.unit, ...next.pinned].some((unit) => unit !== null && reading.row(unit) < 0)) return true;
  if (next.sort === 'similarity') return compared(before) !== compared(next);
  return next.sort === 'value' && (before.step !== next.step || before.signal !== next.signal);
}

/** The pins after one more press: taken away where it was, else added; the oldest makes room. */
export function togglePin(pinned, unit) {
  if (pinned.includes(unit)) return pinned.filter((each) => each !== unit);
  return [...pinned, unit].slice(-MOST_PINNED);
}

/** The view without a selected unit. Rows that went by their likeness to it go by liveliness. */
export function cleared(view) {
  const sort = view.sort === 'similarity' && !view.pinned.length ? 'liveliness' : view.sort;
  return { ...view, unit: null, sort };
}
