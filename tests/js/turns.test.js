import assert from 'node:assert/strict';
import test from 'node:test';

import { createTurns } from '../../static/js/turns.js';

/** A screen on which a piece of work takes so many ms, and is not done at once. */
function createScreen(cost) {
  const done = [];
  const frames = [];
  let time = 0;
  const turns = createTurns(async (piece) => { await null; done.push(piece); time += cost; }, { frame: (run) => frames.push(run), now: () => time });
  return { done, frames, turns, pass: async (count) => { for (let n = 0; n < count; n += 1) await frames.shift()?.(); } };
}

test('what takes long is done one a frame, in order', async () => {
  const { done, turns, pass } = createScreen(10);
  turns.add(['a', 'b', 'c']);
  assert.deepEqual(done, []);
  await pass(2);
  assert.deepEqual(done, ['a', 'b']);
  await pass(5);
  assert.deepEqual(done, ['a', 'b', 'c']);
});

test('of what is quick, several are done in a frame, and no frame is asked for in vain', async () => {
  const { done, frames, turns, pass } = createScreen(2);
  turns.add(['a', 'b', 'c', 'd']);
  await pass(1);
  assert.deepEqual([done, frames.length], [['a', 'b', 'c'], 1]);
  await pass(1);
  assert.deepEqual([done.length, frames.length], [4, 0]);
});

test('what comes faster than frames is done once, and each piece has its turn', async () => {
  const { done, turns, pass } = createScreen(10);
  for (let n = 0; n < 6; n += 1) {
    turns.add(['a', 'b', 'c']);
    await pass(1);
  }
  assert.deepEqual(done, ['a', 'b', 'c', 'a', 'b', 'c']);
});

test('it begins again after a rest, and forgets what is cleared', async () => {
  const { done, turns, pass } = createScreen(10);
  turns.add(['a']);
  await pass(3);
  turns.add(['b', 'c']);
  await pass(1);
  turns.clear();
  await pass(3);
  turns.add(['d']);
  await pass(3);
  assert.deepEqual(done, ['a', 'b', 'd']);
});
