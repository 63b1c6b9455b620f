import assert from 'node:assert/strict';
import test from 'node:test';

import { leadOf, noteOf, problemOf, questionOf, spaced, times } from '../../static/js/memory_words.js';
import { plain } from '../../static/js/pieces.js';

const TYPED = { a: null, b: null, filler: null, favoured: 'she', against: 'he' };
const ANSWER = { names: ['LSTM', 'RNN'], models: [{ mean: [1.5, 1.0986] }, { mean: [0.5, -0.001] }] };
const ASKED = { a: null, b: null, filler: null, for: ' she', against: ' he' };

test('nothing typed asks for the built-in words', () => {
  assert.deepEqual(questionOf(TYPED).question, { a: null, b: null, filler: null, for: ' she', against: ' he' });
});

test('what is typed follows with a space, unless it begins with one or with a mark', () => {
  const { question } = questionOf({ ...TYPED, a: 'The nun', b: 'The monk', filler: 'waited' });
  assert.deepEqual([question.a, question.b, question.filler], ['The nun', 'The monk', ' waited']);
  assert.deepEqual([' was', ', who', '’s dog', '“No,”', '\twas'].map(spaced), [' was', ', who', '’s dog', ' “No,”', '\twas']);
});

test('what is missing is named by its field, and nothing is asked', () => {
  for (const [typed, missing] of [[{ a: 'The nun' }, 'b'], [{ b: 'The monk' }, 'a'], [{ favoured: ' ' }, 'for'], [{ against: '' }, 'against']]) {
    assert.deepEqual(questionOf({ ...TYPED, ...typed }), { missing });
  }
});

test('a refused word is told of the page’s field, anything else in the server’s words', () => {
  assert.match(problemOf({ field: 'for', message: '`for` is 2 tokens' }), /several pieces/);
  assert.equal(problemOf({ field: 'filler', message: 'Text is long.' }), 'Text is long.');
  assert.equal(problemOf({ field: null, message: 'The server is busy.' }), 'The server is busy.');
});

test('the lead says what is left and what it does to the odds', () => {
  assert.equal(
    plain(leadOf(ANSWER, ASKED, 2)),
    'After 2 words the LSTM still has +1.10, the RNN 0.00 nats of what told the two subjects apart. So the odds of “she” against “he” '
      + 'are 3.0 times as high after the feminine subjects as after the masculine ones in the LSTM, 1.0 times in the RNN.',
  );
  assert.match(plain(leadOf(ANSWER, { ...ASKED, a: 'The nun', b: 'The monk' }, 1)), /^After 1 word the .* times as high after “The nun” as after “The monk” in the LSTM, 1\.6 times in the RNN\.$/);
});

test('odds are as exact as they can be read', () => {
  assert.deepEqual([0, 1, -3, 2.3, 5].map(times), ['1.0', '2.7', '0.05', '10', '150']);
});

test('the note counts the readings', () => {
  const built = { pairs: 24, fillers: 5 };
  assert.match(noteOf(ASKED, built), /^Log-odds of “she” against “he” after .* mean of 24 pairs before 5 fillers; .* of their 120 readings\.$/);
  assert.match(noteOf({ ...ASKED, a: 'x' }, built), /your pair, the mean of 5 fillers\. .* 120 readings\.$/);
  assert.match(noteOf({ ...ASKED, a: 'x', filler: ' y' }, built), /your pair\. Thin lines: the mean of the 24 built-in pairs before this filler; .* 24 readings\.$/);
});
