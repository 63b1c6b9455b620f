/** What the bar and the sentence of the ledger show at the playhead, of a unit and of a layer. Pure. */

import { blockEnds, linesOf, reachOf, strongestParts, writesAt } from './held.js';
import { handWords, layerLead, missedWords, unitLead } from './held_words.js';
import { inBrackets, nameOf } from './names.js';
import { count, percent, signed, tone } from './numbers.js';
import { quoted } from './words.js';

const MOST = 8; // words that are named
const LEAST = { unit: 0.02, layer: 0.01 }; // that a word must have written to be named

/** Of the selected unit, from the reading. */
export function heldOfUnit({ reading, view }) {
  const { unit, step } = view;
  const lines = linesOf(reading, unit);
  const writes = writesAt(lines, step);
  const parts = strongestParts(writes, MOST, LEAST.unit);
  const cell = lines.cell[step];
  const named = parts.named.map(({ step: from, amount }) => (
    { label: `${lines.byHand[from] ? 'by hand at ' : ''}${quoted(reading.tokens[from])}`, value: signed(amount), amount, step: from, unit: null }));
  const sum = writes.reduce((total, amount) => total + amount, 0);
  return {
    title: `held at ${quoted(reading.tokens[step])}`, value: signed(cell), tone: tone('signed', cell), signed: true,
    held: [...named, ...restOf(parts.rest, 'word', signed)], ...reachOf(lines), sum,
    lead: unitLead(reading.tokens, { unit, step, cell }, parts, lines.byHand), missed: missedWords(Math.abs(sum - cell)),
  };
}

/** Of the whole layer, from the figure that the server has made: its rows may be blocks of words. */
export function heldOfLayer({ reading, view, model }, { tokens, size, figures, by_hand: byHand }) {
  const [{ z, customdata }] = figures.ledger.data;
  const column = Math.floor(view.step / size);
  const shares = z.slice(0, column + 1).map((row) => row[column]);
  const parts = strongestParts(shares, MOST, LEAST.layer);
  const read = Math.min(tokens.length, (column + 1) * size) - 1;
  const name = (block) => blockEnds(tokens, block, size).map(quoted).join(' … ');
  const named = parts.named.map(({ step, amount }) => {
    const unit = customdata[step][column][2];
    return { label: name(step), value: `${percent(amount)}, largest in unit ${unit}${inBrackets(nameOf(model, reading.layer, unit))}`, amount, step: read, unit };
  });
  return {
    title: `held at ${quoted(tokens[read])}`, value: count(model.units, 'unit'), tone: '', signed: false,
    held: [...named, ...restOf(parts.rest, size === 1 ? 'word' : 'block', percent)], low: 0, high: 1, sum: 1,
    lead: layerLead(reading.tokens, read, parts, name), missed: handWords(tokens, byHand.filter((step) => step <= read)),
  };
}

/** The words, or blocks of words, that are not named: what they hold above zero, and below. */
function restOf({ count: number, above, below }, noun, write) {
  const label = count(number, `other ${noun}`);
  return [above, below].filter((amount) => amount !== 0)
    .map((amount) => ({ label: above && below ? `${label}, ${amount > 0 ? 'above' : 'below'} zero` : label, value: write(amount), amount, step: null, unit: null }));
}
