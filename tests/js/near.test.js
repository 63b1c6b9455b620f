import assert from 'node:assert/strict';
import { test } from 'node:test';

import { watchNear } from '../../static/js/near.js';

test('of several changes that come at once the latest counts', () => {
  const told = [];
  let deliver;
  globalThis.IntersectionObserver = class {
    constructor(callback) {
      deliver = callback;
    }
    observe() {}
  };
  watchNear({}, (near) => told.push(near));
  deliver([{ isIntersecting: false }]);
  deliver([{ isIntersecting: true }, { isIntersecting: false }, { isIntersecting: true }]);
  assert.deepEqual(told, [false, true]);
});
