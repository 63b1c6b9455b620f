import assert from 'node:assert/strict';
import test from 'node:test';

import { createPacer } from '../../static/js/pacer.js';

/** A clock that stands still until it is told otherwise. */
function createClock() {
  let time = 0;
  const waiting = [];
  return {
    now: () => time,
    later: (run, ms) => waiting.push({ run, at: time + ms }),
    pass(ms) {
      time += ms;
      for (const { run } of waiting.splice(0).filter((each) => each.at <= time || (waiting.push(each), false))) run();
    },
  };
}

function counted() {
  const clock = createClock();
  const runs = [];
  return { clock, runs, call: createPacer(() => runs.push(clock.now()), 40, clock) };
}

test('the first key after a pause is read at once', () => {
  const { runs, call } = counted();
  call();
  assert.deepEqual(runs, [0]);
});

test('further keys are read at most every 40 ms, and the last one always', () => {
  const { clock, runs, call } = counted();
  for (let n = 0; n < 10; n += 1) {
    call();
    clock.pass(5);
  }
  clock.pass(100);
  assert.deepEqual(runs, [0, 40, 150]);
});

test('after a pause the next key is read at once again', () => {
  const { clock, runs, call } = counted();
  call();
  clock.pass(500);
  call();
  assert.deepEqual(runs, [0, 500]);
});
