import assert from 'node:assert/strict';
import test from 'node:test';

import { textsOf } from '../../static/js/alike_texts.js';

const LIMITS = { characters: 20, texts: 4 };

test('each line is a text, blank ones are none', () => {
  assert.deepEqual(textsOf('One.\r\n\n  Two 😀 words. \n\t\n', LIMITS), { texts: ['One.', 'Two 😀 words.'], left: 0 });
  assert.deepEqual(textsOf('  \n ', LIMITS), { texts: [], left: 0 });
});

test('a long line is cut between words, and within a word where it has no blank', () => {
  assert.deepEqual(textsOf('one two three four five six', LIMITS).texts, ['one two three four', 'five six']);
  assert.deepEqual(textsOf('中'.repeat(45), LIMITS).texts, ['中'.repeat(20), '中'.repeat(20), '中'.repeat(5)]);
  assert.deepEqual(textsOf(`${'x'.repeat(20)} y`, LIMITS).texts, ['x'.repeat(20), 'y']);
});

test('what finds no room is counted: too many texts, or too much for one request', () => {
  assert.deepEqual(textsOf('a\nb\nc\nd\nefg\nh', LIMITS), { texts: ['a', 'b', 'c', 'd'], left: 4 });
  const { texts, left } = textsOf(Array(50).fill('中'.repeat(2000)).join('\n'), { characters: 2000, texts: 256 });
  assert.ok(new TextEncoder().encode(JSON.stringify(texts)).length <= 56_001);
  assert.equal(texts.length * 2000 + left, 100_000);
});

test('a lone surrogate becomes what a server takes', () => assert.deepEqual(textsOf('a\ud800b', LIMITS).texts, ['a\ufffdb']));
