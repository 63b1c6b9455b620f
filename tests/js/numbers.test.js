import assert from 'node:assert/strict';
import test from 'node:test';

import { count, limit, percent, signed, tick, tone, written } from '../../static/js/numbers.js';

test('contents are signed, with a true minus', () => {
  assert.equal(signed(0.094), '+0.09');
  assert.equal(signed(-1.2), '−1.20');
});

test('what rounds to zero has neither sign nor colour', () => {
  assert.equal(signed(-0.004), '0.00');
  assert.equal(tone('signed', -0.004), '');
});

test('gates have neither sign nor colour', () => {
  assert.equal(written('gate', 0.5), '0.50');
  assert.equal(tone('gate', 0.9), '');
});

test('colour says the sign', () => {
  assert.equal(tone('signed', 0.5), 'pos');
  assert.equal(tone('signed', -0.5), 'neg');
});

test('probabilities are as short as they are certain', () => {
  assert.deepEqual([0.164, 0.0204, 0.0004].map(percent), ['16 %', '2.0 %', '< 0.1 %']);
});

test('limits and ticks are short', () => {
  assert.deepEqual([limit(13.8821), limit(6), tick(-3), tick(0)], ['13.9', '6', '−3', '0']);
});

test('one is singular', () => assert.deepEqual([count(1, 'layer'), count(2000, 'token')], ['1 layer', '2,000 tokens']));
