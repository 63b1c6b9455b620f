import assert from 'node:assert/strict';
import test from 'node:test';

import { leadOf, statesOf } from '../../static/js/order_words.js';
import { plain } from '../../static/js/pieces.js';

const SPREAD = [{ model: 'a', cell: [1, 1.2], hidden: [0.5, 0.7] }, { model: 'b', cell: null, hidden: [1.3, 1.5] }];
const ANSWER = { names: ['LSTM', 'RNN'], seeds: [1, 2], spread: SPREAD, shuffled: null };

test('a network’s memory comes first: its cell, or what it has instead', () => {
  assert.deepEqual(SPREAD.map((entry) => statesOf(entry).map(({ symbol }) => symbol)), [['c', 'h'], ['h']]);
});

test('before a shuffle the lead tells the mean of all orders', () => {
  assert.match(plain(leadOf(ANSWER)), /^In 2 other orders .*: the LSTM’s c 1\.10 times its own length from where it was, the RNN’s h 1\.40\. /);
});

test('after a shuffle it tells that order', () => {
  const models = [{ cell: { relative: 0.9 }, hidden: { relative: 1.1 } }, { cell: null, hidden: { relative: 1.25 } }];
  assert.match(plain(leadOf({ ...ANSWER, shuffled: { models } })), /^Read in this order .*: the LSTM’s c 0\.90 times .*, the RNN’s h 1\.25\. /);
});
