import assert from 'node:assert/strict';
import test from 'node:test';

import { ablateLead, ablateNote, ablateTable, pairLabel, pairOf, pairsFor, questionOf, rowName, viewOf } from '../../static/js/ablate_words.js';
import { plain } from '../../static/js/pieces.js';

const TOKEN = { step: 4, id: 9, text: ' said', start: 1, end: 5, part: null };
const READING = { text: 'The king said', model: 'tiny', theme: 'light' };
const VIEW = { step: 3, favoured: null, against: null, ablated: '0' };

/** An answer in which the odds are `odds` with all units, and change by `changes` without each. */
function answered(odds, changes, more = {}) {
  const units = changes.map((change, n) => ({ layer: 0, unit: 10 + n, log_odds: odds + change, change }));
  const read = { for: { pieces: [' she'], probability: 0.0212 }, against: { pieces: [' he'], probability: 0.0637 } };
  return { step: 4, for: ' she', against: ' he', value: 0, log_odds: odds, units, as_read: read, means: null, ...more };
}

const lead = (...answer) => plain(ablateLead(answered(...answer), TOKEN));

test('the question is about the selected step, in words as they follow others', () => {
  const { question } = questionOf(READING, { ...VIEW, favoured: 'was', against: ', who', ablated: 'mean' });
  assert.deepEqual(question, { text: 'The king said', model: 'tiny', step: 3, for: ' was', against: ', who', value: 'mean', theme: 'light' });
  assert.deepEqual(questionOf(READING, VIEW).question.value, 0);
});

test('what is missing is named, and so are two that are the same', () => {
  assert.equal(questionOf(READING, { ...VIEW, favoured: ' ' }).missing, 'for');
  assert.equal(questionOf(READING, { ...VIEW, against: '' }).missing, 'against');
  assert.match(questionOf(READING, { ...VIEW, favoured: ' he' }).why, /different/);
});

test('the usual pair needs no words in a link', () => {
  assert.deepEqual(pairOf(VIEW), ['she', 'he']);
  assert.deepEqual(viewOf(['she', 'he']), { favoured: null, against: null });
  assert.deepEqual(viewOf(['she', 'it']), { favoured: 'she', against: 'it' });
  assert.deepEqual(pairOf(viewOf(['', 'he'])), ['', 'he']);
});

test('the best guesses are suggested where they can be typed', () => {
  const guess = (id, token) => ({ id, token, probability: 0.1 });
  const guesses = [guess(0, '<s>'), guess(5, 'ing'), guess(6, ','), guess(7, ' the'), guess(8, ' a')];
  assert.deepEqual(pairsFor(guesses).at(-1), [',', 'the']);
  assert.equal(pairsFor(guesses.slice(0, 3)).length, pairsFor([]).length);
  const [he, she] = [{ id: 8, token: ' he' }, { id: 9, token: ' she' }];
  assert.equal(pairsFor([he, she]).length, pairsFor([]).length);
  assert.equal(pairLabel([',', 'the']), ', / the');
});

test('the lead says the odds, what the strongest unit makes of them, and how many others matter', () => {
  assert.equal(lead(-1.0986, [0.6286, 0.05, -0.03]),
    'After “said”, “he” is 3.0 times as probable as “she” (6.4\u00a0% against 2.1\u00a0%). Without unit 10 it would be 1.6 times. '
    + 'No other unit changes it a tenth as much. None of them alone turns the odds round.');
});

test('it says which units turn the odds round', () => {
  assert.match(lead(-1.0986, [1.7917, 0.2]), /Without unit 10 “she” would be 2\.0 times as probable as “he” instead\. Only one other .* It alone turns the odds round\.$/);
  assert.match(lead(-0.3, [-1, 0.8, 0.7, 0.2]), /Without unit 10 it would be 3\.7 times\. Only 3 others .* 2 units, each on its own, turn the odds round\.$/);
  assert.match(lead(-0.3, [-1, 0.8]), /Unit 11 alone turns the odds round\.$/);
  assert.match(lead(1, [-0.5, ...Array(20).fill(0.1)]), /It is not alone: 20 others change it/);
});

test('it says so where no unit matters, and where the odds are even', () => {
  assert.match(lead(1.0986, [-0.05, 0.01]), /“she” is 3\.0 times .* \(2\.1\u00a0% against 6\.4\u00a0%\)\. No unit alone changes that by much: without unit 10 it would be 2\.9 times\.$/);
  assert.match(lead(0.01, [0.7]), /“she” and “he” are about equally probable .* Without unit 10 “she” would be 2\.0 times as probable as “he”\. No other unit changes it a tenth as much\. $/);
  assert.match(lead(0.7, [-0.69]), /Without unit 10 “she” and “he” would be about equally probable\./);
});

test('what is held at its mean is not said to be gone', () => {
  assert.match(lead(1, [1], { value: 'mean' }), /With unit 10 held at its mean it would be 7\.4 times\./);
  const answer = answered(1, [-2], { value: 'mean' });
  assert.equal(rowName(answer.units[0], answer, 1), 'Unit 10: at its mean “he” is 2.7 times as probable as “she”');
  assert.match(rowName(answer.units[0], { ...answer, value: 0 }, 2), /^Unit 1 · 10: without it /);
});

test('the note tells of several tokens and of holds', () => {
  const answer = answered(1, [1]);
  assert.equal(ablateNote(answer, false), '');
  assert.equal(ablateNote(answer, true), 'As read without the holds.');
  const long = { ...answer, for: ' she would', as_read: { ...answer.as_read, for: { pieces: [' she', ' would'], probability: 0.1 } } };
  assert.equal(ablateNote(long, false), '“she would” is 2 tokens to this network (she · would), scored one after the other.');
});

test('the table has every unit, and means where they are known', () => {
  const answer = answered(0, [0.6931, -0.5], { means: [0.123, -0.4] });
  const table = ablateTable(answer, 1);
  assert.deepEqual(table.rows, ['10', '11']);
  assert.deepEqual([0, 1, 2, 3].map((column) => table.cell(0, column)), ['+0.69', '+0.69', '2.00', '+0.12']);
  assert.equal(ablateTable({ ...answer, means: null }, 2).columns.length, 3);
  assert.deepEqual(ablateTable(answer, 2).rows, ['1 · 10', '1 · 11']);
});
