import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createQueue } from '../../static/js/queue.js';

test('so many at once, the latest of those that wait first, and a failure lets the next one in', async () => {
  const queue = createQueue(1);
  const begun = [];
  const work = (name, result = Promise.resolve(name)) => queue.add(() => {
    begun.push(name);
    return result;
  });
  const failing = work('a', Promise.reject(new Error('broken')));
  const others = ['b', 'c'].map((name) => work(name));
  await assert.rejects(failing, /broken/);
  assert.deepEqual(await Promise.all(others), ['b', 'c']);
  assert.deepEqual(begun, ['a', 'c', 'b']);
});
