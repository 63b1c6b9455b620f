import assert from 'node:assert/strict';
import test from 'node:test';

import { signed } from '../../static/js/numbers.js';
import { addUp } from '../../static/js/sums.js';

/** The same numbers every time: mulberry32. */
function randomly(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number as it is shown, read back in hundredths. */
function read(value) {
  return Math.round(Number(signed(value).replace('−', '-')) * 100);
}

test('what rounds well is rounded', () => assert.deepEqual(addUp([-0.468, 0.922], 0.454), [-0.47, 0.92]));

test('the part whose rounding is least wrong takes the difference', () => {
  assert.deepEqual(addUp([0.104, 0.1], 0.204), [0.1, 0.1]);
  assert.deepEqual(addUp([0.104, 0.103], 0.207), [0.11, 0.1]);
  assert.deepEqual(addUp([-0.104, -0.103], -0.207), [-0.11, -0.1]);
  assert.deepEqual(addUp([0.126, -0.005, 0.006], 0.127), [0.13, -0.01, 0.01]);
});

test('what is shown adds up, and no part is a whole hundredth away from its value', () => {
  const random = randomly(7);
  for (let n = 0; n < 20_000; n += 1) {
    const size = 10 ** Math.floor(random() * 5 - 3);
    const parts = Array.from({ length: 1 + Math.floor(random() * 12) }, () => Math.fround((random() - 0.5) * size));
    const total = Math.fround(parts.reduce((a, b) => a + b, 0));
    const shown = addUp(parts, total);
    assert.equal(shown.reduce((sum, part) => sum + read(part), 0), read(total), `${parts} = ${total}`);
    shown.forEach((part, k) => assert.ok(Math.abs(part - parts[k]) < 0.01 + 1e-5, `${part} for ${parts[k]}`));
  }
});

test('parts that do not add up are refused', () => {
  assert.throws(() => addUp([1, 1], 3), /The parts add up to 2, not to 3\./);
});
