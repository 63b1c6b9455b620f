import assert from 'node:assert/strict';
import test from 'node:test';

import { linesOf, reachOf, strongestParts, writesAt } from '../../static/js/held.js';
import { handWords, layerLead, missedWords, unitLead } from '../../static/js/held_words.js';
import { heldOfLayer, heldOfUnit } from '../../static/js/ledger_moment.js';
import { ledgerContents, sharesContents } from '../../static/js/ledger_tables.js';
import { plain } from '../../static/js/pieces.js';

// Written: 0.5, −0.4, 0.2; kept: half, then a quarter.
const SIGNALS = { input: [0.5, 0.4, 1], forget: [0.9, 0.5, 0.25], candidate: [1, -1, 0.2] };
const CELL = [0.5, -0.15, 0.1625];
const TOKENS = ['', ' queen', ' said'].map((text, step) => ({ step, id: step, text, start: step, end: step ? step + 1 : 0, part: null }));
const close = (found, expected) => found.forEach((value, n) => assert.ok(Math.abs(value - expected[n]) < 1e-12, `${found}`));
const reading = { tokens: TOKENS, layer: 0, holds: [], line: (name) => ({ ...SIGNALS, cell: CELL }[name]) };
const LINES = linesOf(reading, 3);
const HELD = { layer: 0, units: [3], signal: 'cell', steps: [1, 1], value: 2 };

test('what each word wrote is thinned by every forget gate since', () => {
  close(writesAt(LINES, 0), [0.5]);
  close(writesAt(LINES, 1), [0.25, -0.4]);
  close(writesAt(LINES, 2), [0.0625, -0.1, 0.2]);
});

test('the bar reaches as far as the parts of one sign ever do', () => {
  const { low, high } = reachOf(LINES);
  close([low, high], [-0.4, 0.5]);
});

test('the strongest are named in the order of their words, the rest are sums', () => {
  const parts = strongestParts([0.3, -0.01, 0.005, -0.5, 0.2], 2, 0.02);
  assert.deepEqual(parts.named, [{ step: 0, amount: 0.3 }, { step: 3, amount: -0.5 }]);
  assert.equal(parts.rest.count, 3);
  close([parts.rest.above, parts.rest.below], [0.205, -0.01]);
  assert.deepEqual(strongestParts([0.3, 0.01], 8, 0.02).named.map(({ step }) => step), [0]);
  assert.deepEqual(strongestParts([0.001, 0.002], 8, 0.02).named.map(({ step }) => step), [1], 'one is always named');
});

test('the sentence of a unit adds up as it is shown', () => {
  const parts = strongestParts([0.104, 0.104, 0.104, 0.104, -0.004], 8, 0.02);
  const tokens = Array.from({ length: 5 }, (_, step) => ({ ...TOKENS[1], step, text: ` w${step}` }));
  assert.equal(plain(unitLead(tokens, { unit: 7, step: 4, cell: 0.412 }, parts)),
    'At “w4” unit 7 holds +0.41: +0.11 written by “w0”, +0.10 by “w1”, +0.10 by “w2” and +0.10 by 2 other words.');
  assert.equal(plain(unitLead(TOKENS, { unit: 7, step: 0, cell: 0.5 }, strongestParts([0.5], 8, 0.02))),
    'At the start unit 7 holds +0.50: +0.50 written by the start.');
});

test('the sentence of a layer tells shares', () => {
  const parts = strongestParts([0.05, 0.25, 0.7], 8, 0.01);
  assert.equal(plain(layerLead(TOKENS, 2, parts, (step) => `“${step}”`)),
    'Of all that the layer holds at “said”, 70 % was written by “2”, 25 % by “1” and 5.0 % by “0”.');
});

test('what is missing is said by its power of ten', () => {
  assert.equal(missedWords(0), 'Together they are exactly what the cell holds.');
  assert.match(missedWords(3e-8), /to within 10⁻⁷,/);
  assert.match(missedWords(1e-12), /to within 10⁻¹²,/);
});

test('at the playhead a unit holds what its words wrote', () => {
  const moment = heldOfUnit({ reading, view: { unit: 3, step: 2 } });
  assert.deepEqual(moment.held.map(({ label, value, step }) => [label, value, step]),
    [['the start', '+0.06', 0], ['“queen”', '−0.10', 1], ['“said”', '+0.20', 2]]);
  close([moment.sum, moment.low, moment.high], [0.1625, -0.4, 0.5]);
  assert.equal(moment.value, '+0.16');
});

const FIGURE = {
  tokens: TOKENS, size: 1, by_hand: [],
  figures: { ledger: { data: [{ z: [[1, 0.4, 0.005], [null, 0.6, 0.245], [null, null, 0.75]],
    customdata: [0, 1, 2].map((wrote) => [0, 1, 2].map((read) => (read < wrote ? null : ['', '', 10 * wrote + read]))) }] } },
};

test('of a layer each part leads to the unit that holds most of it', () => {
  const moment = heldOfLayer({ reading, view: { step: 2 }, model: { units: 256 } }, FIGURE);
  assert.deepEqual(moment.held.map(({ label, value, unit, step }) => [label, value, unit, step]), [
    ['“queen”', '25 %, largest in unit 12', 12, 2], ['“said”', '75 %, largest in unit 22', 22, 2], ['1 other word', '0.5 %', null, null],
  ]);
});

test('in blocks the column is that of the playhead, read at its end', () => {
  const tokens = [...TOKENS, ...TOKENS.slice(1)].map((token, step) => ({ ...token, step }));
  const moment = heldOfLayer({ reading: { tokens }, view: { step: 2 }, model: { units: 256 } }, { ...FIGURE, tokens, size: 2 });
  assert.equal(moment.title, 'held at “queen”');
  assert.deepEqual(moment.held.map(({ label, step }) => [label, step]), [['the start … “queen”', 3], ['“said” … “queen”', 3]]);
});

test('a cell that is held erases all before it, and what it holds is there by hand', () => {
  const held = { ...reading, holds: [HELD], line: (name) => ({ ...SIGNALS, cell: [0.5, 2, 0.7] }[name]) };
  close(writesAt(linesOf(held, 3), 2), [0, 0.5, 0.2]);
  close(Object.values(reachOf(linesOf(held, 3))), [0, 2]);
  const moment = heldOfUnit({ reading: held, view: { unit: 3, step: 2 } });
  assert.deepEqual(moment.held.map(({ label, value }) => [label, value]), [['by hand at “queen”', '+0.50'], ['“said”', '+0.20']]);
  assert.equal(plain(moment.lead), 'At “said” unit 3 holds +0.70: +0.50 by hand at “queen” and +0.20 written by “said”.');
  assert.equal(moment.missed, 'Together they are exactly what the cell holds.');
  assert.deepEqual(ledgerContents({ reading: held, view: { unit: 3 } }).rows[1], { word: 'held: queen' });
  assert.deepEqual(linesOf(held, 4).byHand, [false, false, false]);
});

test('of a layer it is said where cells are held', () => {
  assert.match(handWords(TOKENS, [1]), /^At “queen” cells are held by hand: .* counts to that word\.$/);
  assert.match(handWords(TOKENS, [1, 2]), /^At 2 words .* counts to these words\.$/);
  const moment = (step) => heldOfLayer({ reading, view: { step }, model: { units: 256 } }, { ...FIGURE, by_hand: [1] });
  assert.deepEqual([moment(0).missed, moment(2).missed], ['', handWords(TOKENS, [1])]);
});

test('tables hold every number, and what they add up to', () => {
  const { rows, cell } = ledgerContents({ reading, view: { unit: 3 } });
  assert.equal(rows.length, 4);
  assert.deepEqual([0, 1, 2].map((row) => cell(row, 2)), ['+0.06', '−0.10', '+0.20']);
  assert.deepEqual([cell(2, 1), cell(3, 2)], ['', '+0.16']);
  const shares = sharesContents(FIGURE);
  assert.deepEqual([shares.cell(1, 2), shares.cell(2, 1)], ['24.5 %', '']);
  const tokens = [...TOKENS, ...TOKENS.slice(1)].map((token, step) => ({ ...token, step }));
  assert.deepEqual(sharesContents({ ...FIGURE, tokens, size: 2 }).rows, [{ word: 'start … queen' }, { word: 'said … queen' }, { word: 'said' }]);
});
