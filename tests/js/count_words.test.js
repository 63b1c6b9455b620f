import assert from 'node:assert/strict';
import test from 'node:test';

import { countLead, countNote, countTable, lengthOf, longest, textOf } from '../../static/js/count_words.js';
import { plain } from '../../static/js/pieces.js';

const COUNTED = { trained_to: 50, perfect_to: 90, first_failure: 91, tried_to: 1000 };
const ANSWER = {
  unit: 4, counted: COUNTED, wrong: [],
  tokens: ['<s>', 'a', 'a', 'X', 'b', 'b'].map((text, step) => ({ step, text })),
  count: [0, 1, 2, 2, 1, 0], cell: [-1, 0.1, 1.06, 1, 0, -1], more: [0, 0, 0, 0.99, 0.985, 0.0004], end: [0, 0, 0, 0.001, 0.01, 0.9996],
  up: { mean: 1.03, spread: 0.07, times: 2 }, down: { mean: -1, spread: 0.001, times: 2 },
};

test('only as many b as a, with one X between, have an n', () => {
  assert.equal(lengthOf(textOf(7)), 7);
  for (const text of ['', 'X', 'aX', 'aXbb', 'aaXb', 'aXXb', 'baXb', 'aXb ']) assert.equal(lengthOf(text), null);
});

test('the longest n fits both limits, the start token among them', () => {
  assert.equal(longest({ characters: 2000, tokens: 2048 }), 999);
  assert.equal(longest({ characters: 2000, tokens: 20 }), 9);
  assert.equal(textOf(9).length + 1, 20);
});

test('the lead tells how the cell moves, where it is, and what is expected', () => {
  assert.equal(plain(countLead(ANSWER, 5)), 'At each “a” the cell of unit 4 changes by +1.03 (± 0.07) and at each “b” by −1.00. After “b” no.\u00a02 it is −1.00; the count is 0. As the next letter the network gives “b” < 0.1 %, and the end of the string 100 %.');
  assert.match(plain(countLead(ANSWER, 3)), /After “X” it is \+1\.00; the count is 2\./);
  assert.match(plain(countLead({ ...ANSWER, up: null, down: null }, 0)), /^At the start it is −1\.00; the count is 0\./);
  assert.match(plain(countLead({ ...ANSWER, count: ANSWER.count.map((n) => n - 3), down: null }, 1)), /^At each “a” the cell .*\(± 0\.07\)\. After “a” no\.\u00a01 it is \+0\.10; the count is −2\./);
});

test('the note tells mistakes, and how far it was trained and is right', () => {
  assert.equal(countNote(ANSWER), 'In this string it expects the right letter every time from the X on. It was trained on strings up to n = 50, and is right in every one up to n = 90 and wrong at 91.');
  assert.match(countNote({ ...ANSWER, wrong: [4, 5] }), /^In this string it expects the wrong letter 2 times, first after letter 4\./);
  assert.match(countNote({ ...ANSWER, count: [0, 1, 2, 2, 1, -1] }), /as long as the string could go on\./);
  assert.match(countNote({ ...ANSWER, tokens: ANSWER.tokens.slice(0, 3) }), /^It was trained/);
  assert.match(countNote({ ...ANSWER, counted: { ...COUNTED, first_failure: null, perfect_to: 1000 } }), /up to n = 1000; longer ones than 1000 were not tried\.$/);
});

test('the table has a row for each letter', () => {
  const { rows, columns, cell } = countTable(ANSWER);
  assert.deepEqual(rows.map(({ word }) => word), ['start', '1 a', '2 a', '3 X', '4 b', '5 b']);
  assert.deepEqual(columns.map((_, column) => cell(5, column)), ['0', '−1.00', '< 0.1 %', '100 %']);
});
