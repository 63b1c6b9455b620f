import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { guessWord, isStart, quoted, tokenWord, visibleWord } from '../../static/js/words.js';

const cases = JSON.parse(readFileSync(new URL('../visible_text.json', import.meta.url), 'utf-8'));

for (const { text, word } of cases) {
  test(`${JSON.stringify(text)} is shown as ${word}`, () => assert.equal(visibleWord(text), word));
}

test('half of a surrogate pair is named', () => assert.equal(visibleWord('\ud800'), '⟨U+D800⟩'));

test('a typed <s> is not the start mark', () => {
  assert.equal(isStart({ step: 0, id: 0, text: '<s>', start: 0, end: 0 }), true);
  assert.equal(tokenWord({ step: 1, id: 31, text: '<s>', start: 0, end: 3 }), '<s>');
  assert.equal(quoted({ step: 0, id: 0, text: '<s>', start: 0, end: 0 }), 'the start');
});

test('a guess with id 0 is the end of the paragraph', () => {
  assert.equal(guessWord({ id: 0, token: '<s>' }), '¶');
  assert.equal(guessWord({ id: 5, token: ' was' }), 'was');
});
