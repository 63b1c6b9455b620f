import assert from 'node:assert/strict';
import test from 'node:test';

import { inSight, scrollTo } from '../../static/js/sight.js';

const ROW = { left: 0, room: 500, width: 100, count: 40 };

test('what is in sight, and one more on either side', () => {
  assert.deepEqual(inSight(ROW), { first: 0, last: 5 });
  assert.deepEqual(inSight({ ...ROW, left: 1050 }), { first: 9, last: 16 });
});

test('the ends of the row are its ends', () => {
  assert.deepEqual(inSight({ ...ROW, count: 3 }), { first: 0, last: 2 });
  assert.deepEqual(inSight({ ...ROW, left: 3500 }), { first: 34, last: 39 });
});

test('what is in sight is not moved', () => assert.equal(scrollTo(2, ROW), 0));

test('what is not comes to the middle, as far as the row goes', () => {
  assert.equal(scrollTo(20, ROW), 1800);
  assert.equal(scrollTo(39, ROW), 3500);
  assert.equal(scrollTo(0, { ...ROW, left: 900 }), 0);
});

test('every step can be brought in sight', () => {
  for (let step = 0; step < 40; step += 1) {
    for (const left of [0, 130, 1999, 3500]) {
      const { first, last } = inSight({ ...ROW, left: scrollTo(step, { ...ROW, left }) });
      assert.ok(first <= step && step <= last, `${step} from ${left}`);
    }
  }
});
