import assert from 'node:assert/strict';
import test from 'node:test';

import { plain } from '../../static/js/pieces.js';
import { directionOf, nameOf, pairsWords, probeLead, probeTable } from '../../static/js/probe_words.js';

/** An answer whose units have these AUCs, the best first. */
function answered(aucs, band = [0.1, 0.9]) {
  return { units: aucs.map((auc, n) => ({ layer: 0, unit: 10 + n, auc })), band, examples: [12, 11], notices: [] };
}

const lead = (...answer) => spaced(plain(probeLead(answered(...answer), 1)));
const spaced = (text) => text.replaceAll('\u00a0', ' ');

test('a unit beyond the band is said to tell, with what chance would reach', () => {
  assert.equal(lead([0.03, 0.5]), 'Unit 10 tells them apart in 97 % of pairs: its value is lower in sentences with it. Chance alone would reach 90 % in one case of twenty. No other does better than chance.');
  assert.match(lead([1, 0.95, 0.5]), /in all pairs: its value is higher .* One other does/);
  assert.match(lead([1, 0.95, 0.05]), / 2 others do better/);
  assert.match(lead(Array(9).fill(1)), /It is not alone: 8 others/);
});

test('none is said to tell where chance does as well', () => {
  assert.match(lead([0.9, 0.2]), /^No unit tells them apart better than chance would: the best, unit 10, does in 90 % of pairs/);
});

test('with too few sentences nothing is said to be found', () => {
  assert.match(lead([1, 0.9], [0, 1]), /^12 with it and 11 without are too few to tell/);
});

test('a unit of several layers is named with its layer', () => {
  assert.match(plain(probeLead(answered([1]), 2)), /^Unit 1 · 10 /);
});

test('a share is never rounded up to all pairs', () => {
  assert.deepEqual([1, 0, 0.9996, 0.996, 0.5].map(pairsWords).map(spaced), ['all pairs', 'all pairs', '99.9 % of pairs', '99.6 % of pairs', '50 % of pairs']);
});

test('the table has all units with what they know', () => {
  const names = { 0: { 11: ['inside quotes', 'clause'] } };
  const table = probeTable(answered([0.95, 0.2, 0.5]), 1, names);
  const cells = table.rows.map((_, row) => table.columns.map((__, column) => table.cell(row, column)));
  assert.deepEqual(table.rows, ['10', '11', '12']);
  assert.deepEqual(cells[0], ['', '0.950', 'higher', 'yes']);
  assert.deepEqual(cells[1], ['inside quotes, clause', '0.200', 'lower', 'no']);
  assert.equal(directionOf({ auc: 0.5 }), 'the same');
  assert.equal(nameOf({ layer: 1, unit: 11 }, names), '');
});
