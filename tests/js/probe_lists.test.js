import assert from 'node:assert/strict';
import test from 'node:test';

import { countWords, linesOf, refusal, remarkOn, troubleWith } from '../../static/js/probe_lists.js';

const LIMITS = { characters: 10, sentences: 3 };
const trouble = (typed) => troubleWith(linesOf(typed), LIMITS);

test('blank lines are no sentences, and numbers are those of the lines', () => {
  assert.deepEqual(linesOf('a\n\n \r\nb c\rd'), [{ number: 1, text: 'a' }, { number: 4, text: 'b c' }, { number: 5, text: 'd' }]);
});

test('an empty list, too many sentences and a long line are told', () => {
  assert.equal(trouble('a\nb\nc'), null);
  assert.match(trouble(' \n'), /at least one sentence/);
  assert.match(trouble('a\nb\nc\nd'), /^4 sentences: at most 3/);
  assert.match(trouble('a\n\n12345678901'), /^Line 3: it is 11 characters long; the limit is 10/);
  assert.equal(trouble('😀😀😀😀😀😀😀😀😀😀'), null); // as the server counts
});

test('a list says from how many sentences on it can tell', () => {
  assert.equal(countWords(0, 8), 'one a line');
  assert.equal(countWords(1, 8), '1 sentence; from 8 on they can tell');
  assert.equal(countWords(8, 8), '8 sentences');
});

test('what cannot be seen is named with its line, half a character is mended and told', () => {
  assert.equal(remarkOn('a\nb'), '');
  assert.match(remarkOn('a\nb\tc'), /^Line 2 .* U\+0009:/);
  assert.match(remarkOn('a\ud83d'), /Half a character/);
  assert.equal(linesOf('a\ud83d')[0].text, 'a\ufffd');
});

test('what the server refuses is told beside its line, all else by itself', () => {
  const lists = { with: linesOf('a\n\nb'), without: linesOf('c') };
  const refused = (field) => refusal({ message: 'No.', field }, lists);
  assert.deepEqual(refused('with[1]'), { list: 'with', sentence: 'Line 3: No.' });
  assert.deepEqual(refused('without[0]'), { list: 'without', sentence: 'Line 1: No.' });
  for (const field of ['with[7]', 'layer', null]) assert.deepEqual(refused(field), { list: null, sentence: 'No.' });
});
