import assert from 'node:assert/strict';
import test from 'node:test';

import { bend, inkOn, mix, position } from '../../static/js/colours.js';

const STOPS = ['#000000', '#ff0000', '#ffffff'];

test('zero is the middle of the contents scale and the limits are its ends', () => {
  assert.deepEqual([-6, 0, 6].map((value) => position('signed', value, 6)), [0, 0.5, 1]);
});

test('the scale is even near zero and compressed further out', () => {
  assert.ok(bend(1, 14) - bend(0, 14) > 3 * (bend(8, 14) - bend(7, 14)));
});

test('a gate is its own position', () => assert.equal(position('gate', 0.3, 6), 0.3));

test('colours mix between neighbours and stop at the ends', () => {
  assert.deepEqual(mix(STOPS, 0.25), [128, 0, 0]);
  assert.deepEqual(mix(STOPS, 7), [255, 255, 255]);
  assert.deepEqual(mix(STOPS, -1), [0, 0, 0]);
});

test('text on a colour is white where that can be read', () => {
  assert.equal(inkOn([11, 55, 104]), '#ffffff');
  assert.equal(inkOn([246, 244, 239]), '#000000');
});
