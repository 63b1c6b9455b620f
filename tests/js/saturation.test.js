import assert from 'node:assert/strict';
import test from 'node:test';

import { nearest, neighbour, nextUnit, placeOf, placesOf, placeWords } from '../../static/js/saturation.js';

// units 0 and 3 in one place, 1 and 2 elsewhere
const PLACES = placesOf(Float32Array.from([0.5, 0.25, 0, 1, 0.5, 0, 0.5, 0.25]));

test('units with equal shares lie in one place', () => {
  assert.deepEqual(PLACES.map(({ low, high, units }) => [low, high, units]), [[0, 1, [1]], [0.5, 0, [2]], [0.5, 0.25, [0, 3]]]);
  assert.deepEqual(placeOf(PLACES, 3).units, [0, 3]);
  assert.deepEqual(placesOf(new Float32Array()), []);
});

test('a press finds the nearest place within reach', () => {
  assert.deepEqual(nearest(PLACES, { low: 0.5, high: 0.1 }, 0.2).units, [2]);
  assert.equal(nearest(PLACES, { low: 0.9, high: 0.9 }, 0.2), null);
});

test('arrows go through every place, and stay at the ends', () => {
  for (const [key, back] of [['ArrowRight', 'Home'], ['ArrowLeft', 'End']]) {
    const reached = new Set([neighbour(PLACES, PLACES[0], back)]);
    for (let at = [...reached][0]; reached.size < PLACES.length; reached.add(at)) at = neighbour(PLACES, at, key);
    assert.equal(neighbour(PLACES, [...reached].at(-1), key), [...reached].at(-1));
  }
  assert.deepEqual(neighbour(PLACES, PLACES[1], 'ArrowUp').units, [0, 3]);
  assert.deepEqual(neighbour(PLACES, PLACES[0], 'ArrowDown').units, [0, 3]);
  assert.equal(neighbour(PLACES, PLACES[0], 'x'), null);
});

test('presses at one place go through its units', () => {
  assert.deepEqual([null, 0, 3, 7].map((selected) => nextUnit({ units: [0, 3] }, selected)), [0, 3, 0, 0]);
});

test('a place says its units and its shares', () => {
  assert.equal(placeWords(PLACES[1]), 'unit 2: nearly closed at 50\u00a0% of the words, nearly open at 0\u00a0%');
  assert.match(placeWords(PLACES[2]), /^units 0 and 3: /);
  assert.match(placeWords({ low: 0, high: 0, units: [1, 2, 3, 4, 5, 6, 7] }), /^units 1, 2, 3, 4 and 3 more: /);
});
