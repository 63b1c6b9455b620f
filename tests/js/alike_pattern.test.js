import assert from 'node:assert/strict';
import test from 'node:test';

import { countsAt, sliderOf, spansOf, suggested, unitsAt, valuesOf } from '../../static/js/alike_pattern.js';

/** Values of lines, one for each unit. */
const of = (...lines) => valuesOf(new Float32Array(lines[0].flatMap((_, step) => lines.map((line) => line[step]))), [lines[0].length, lines.length]);

/** By the definition: above the threshold at every step of the range, and not just before. */
function byDefinition({ units, at }, [first, last], offBefore, threshold) {
  const on = (unit, step) => at(unit, step) > threshold;
  return Array.from({ length: units }, (_, unit) => unit).filter((unit) => {
    for (let step = first; step <= last; step += 1) if (!on(unit, step)) return false;
    return !(offBefore && first > 0 && on(unit, first - 1));
  });
}

test('a unit has a pattern where it is above the threshold throughout and not just before', () => {
  const values = of([0, 0.6, 0.9, 0.1], [0.7, 0.8, 0.9, 0], [0, 0.6, 0.2, 0.9], [-1, -0.5, -0.6, 1]);
  const spans = spansOf(values, [1, 2], true);
  assert.deepEqual(unitsAt(spans, 0.5), [0]);
  assert.deepEqual(unitsAt(spans, 0.75), [1]);
  assert.deepEqual(unitsAt(spansOf(values, [1, 2], false), 0.5), [1, 0]);
  assert.deepEqual(unitsAt(spansOf(values, [0, 0], true), 0.5), [1]);
});

test('at every stop of the slider the counts are those of the definition', () => {
  let seed = 7;
  const random = () => ((seed = (seed * 48271) % 2147483647) / 2147483647) * 3 - 1.5;
  const values = of(...Array.from({ length: 40 }, () => Array.from({ length: 6 }, random)));
  for (const [range, offBefore] of [[[2, 3], true], [[2, 3], false], [[0, 1], true], [[5, 5], true]]) {
    const spans = spansOf(values, range, offBefore);
    const slider = sliderOf(spans);
    const counts = countsAt(spans, slider);
    assert.equal(counts.length, Math.round(slider.most / slider.step) + 1);
    counts.forEach((count, n) => {
      const threshold = Number((n * slider.step).toFixed(4));
      const units = byDefinition(values, range, offBefore, threshold);
      assert.equal(count, units.length);
      assert.deepEqual(unitsAt(spans, threshold).sort((a, b) => a - b), units);
    });
  }
});

test('the slider reaches over the highest value in fifty stops at most', () => {
  for (const high of [0.2, 1, 1.5, 14, 90, 3000]) {
    const { most, step } = sliderOf([{ unit: 0, low: 0, high }]);
    assert.ok(most >= high && most / step <= 50.001, `${high}: ${most} by ${step}`);
  }
  assert.deepEqual(sliderOf([]), { most: 1, step: 0.02 });
});

test('the suggested threshold is the highest that a unit passes, 0 where none passes any', () => {
  const spans = [0.9, 0.7, 0.51, 0.3].map((high, unit) => ({ unit, low: 0, high }));
  assert.equal(suggested(spans, sliderOf(spans)), 0.88);
  assert.equal(suggested([], sliderOf([])), 0);
});
