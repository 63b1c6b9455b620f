import assert from 'node:assert/strict';
import test from 'node:test';

import { createTurns } from '../../static/js/turns.js';

function createScreen() {
  const done = [];
  const frames = [];
  const turns = createTurns((piece) => done.push(piece), (run) => frames.push(run));
  return { done, turns, pass: (count) => { for (let n = 0; n < count; n += 1) frames.shift()?.(); } };
}

test('one a frame, in their order', () => {
  const { done, turns, pass } = createScreen();
  turns.add(['a', 'b', 'c']);
  assert.deepEqual(done, []);
  pass(2);
  assert.deepEqual(done, ['a', 'b']);
  pass(5);
  assert.deepEqual(done, ['a', 'b', 'c']);
});

test('what comes faster than frames is done once, and each piece has its turn', () => {
  const { done, turns, pass } = createScreen();
  for (let n = 0; n < 6; n += 1) {
    turns.add(['a', 'b', 'c']);
    pass(1);
  }
  assert.deepEqual(done, ['a', 'b', 'c', 'a', 'b', 'c']);
});

test('it begins again after a rest, and forgets what is cleared', () => {
  const { done, turns, pass } = createScreen();
  turns.add(['a']);
  pass(3);
  turns.add(['b', 'c']);
  pass(1);
  turns.clear();
  pass(3);
  turns.add(['d']);
  pass(3);
  assert.deepEqual(done, ['a', 'b', 'd']);
});
