import assert from 'node:assert/strict';
import test from 'node:test';

import { area, bounds, depth, limitsOf, outline, spread } from '../../static/js/steps.js';

const FREE = { low: null, high: null };

test('a signal with limits has those; the others reach from their least to their greatest value, through 0', () => {
  assert.deepEqual(limitsOf({ low: 0, high: 1 }, [[0.2, 0.4]]), { low: 0, high: 1 });
  assert.deepEqual(limitsOf(FREE, [[1, 3], [-2, 0.5]]), { low: -2, high: 3 });
  assert.deepEqual(limitsOf(FREE, [[1, 3]]), { low: 0, high: 3 });
  assert.deepEqual(limitsOf(FREE, [[-4, -3]]), { low: -4, high: 0 });
});

test('a line that hardly moves keeps a span, with its zero inside', () => {
  assert.deepEqual(limitsOf(FREE, [[0, 0]]), { low: 0, high: 0.2 });
  const { low, high } = limitsOf(FREE, [[-0.05, 0]]);
  assert.ok(Math.abs(low + 0.2) < 1e-12 && high === 0);
});

test('steps are level within a word and jump between words', () => {
  assert.equal(outline([0, 1, 0.25], { low: 0, high: 1 }), 'M0 1H1V0H2V0.75H3');
  assert.equal(area([0.5, -0.5], { low: -1, high: 1 }, 1), 'M0 0.5V0.25H1V0.5H2V0.5Z');
  assert.equal(area([0.5, -0.5], { low: -1, high: 1 }, -1), 'M0 0.5V0.5H1V0.75H2V0.5Z');
  assert.equal(bounds(3), 'M1 0V1M2 0V1');
  assert.equal(bounds(1), '');
});

test('the head of a chart is its highest value', () => {
  assert.deepEqual([1, 0, -1].map((value) => depth(value, { low: -1, high: 1 })), [0, 0.5, 1]);
});

test('labels keep their order and their distance, within the chart', () => {
  assert.deepEqual(spread([5, 40], 12, 60), [5, 40]);
  assert.deepEqual(spread([30, 31, 29], 12, 100), [41, 53, 29]);
  assert.deepEqual(spread([60, 58], 12, 60), [60, 48]);
  assert.deepEqual(spread([], 12, 60), []);
});
