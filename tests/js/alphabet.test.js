import assert from 'node:assert/strict';
import test from 'node:test';

import { createTexts, exchanged, noWords, shareAlphabet } from '../../static/js/alphabet.js';

const ENGLISH = { name: 'english', reads: 'words', letters: null, suggested: { text: 'the king', step: 1 } };
const BYTES = { ...ENGLISH, name: 'bytes', reads: 'characters' };
const COUNTER = { name: 'counter', reads: 'letters', letters: ['X', 'a', 'b'], suggested: { text: 'aXb', step: 1 } };

test('networks that read every text share them; one of few letters does not', () => {
  assert.ok(shareAlphabet(ENGLISH, BYTES));
  assert.ok(!shareAlphabet(ENGLISH, COUNTER));
});

test('a text waits while another alphabet is read, and so does a string', () => {
  const texts = createTexts(null);
  assert.deepEqual(texts.exchange({ text: 'my own', step: 2 }, ENGLISH, COUNTER), { text: 'aXb', step: 1 });
  assert.deepEqual(texts.exchange({ text: 'aaXbb', step: 4 }, COUNTER, BYTES), { text: 'my own', step: 2 });
  assert.deepEqual(texts.exchange({ text: 'my own!', step: 3 }, BYTES, COUNTER), { text: 'aaXbb', step: 4 });
  assert.deepEqual(texts.exchange({ text: 'aaXbb', step: 4 }, COUNTER, ENGLISH), { text: 'my own!', step: 3 });
});

test('where a page began with a string, another network begins with its suggestion, or with the text that was refused', () => {
  const string = { text: 'aXb', step: 1 };
  assert.deepEqual(createTexts(null).exchange(string, COUNTER, ENGLISH), { text: 'the king', step: 1 });
  assert.deepEqual(createTexts('typed').exchange(string, COUNTER, ENGLISH), { text: 'typed', step: null });
});

test('it is said where the text has gone, and whom one cannot ask about words', () => {
  assert.deepEqual(exchanged(ENGLISH), []);
  assert.match(exchanged(COUNTER)[0], /^counter reads X, a, b alone, .* comes back/);
  assert.equal(noWords(ENGLISH), null);
  assert.match(noWords(BYTES), /bytes reads letter by letter/);
  assert.match(noWords(COUNTER), /counter reads strings of a few letters/);
  assert.match(noWords({ ...ENGLISH, reads: 'others' }), /english reads other words than these/);
});
