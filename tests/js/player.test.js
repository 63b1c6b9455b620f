import assert from 'node:assert/strict';
import test from 'node:test';

import { createPlayer, SPEEDS } from '../../static/js/player.js';

/** A clock that stands still until it is told otherwise; `late` ms pass before it calls. */
function createClock(late = 0) {
  let time = 0;
  const waiting = new Map();
  return {
    now: () => time,
    later: (run, ms) => {
      const timer = Symbol('timer');
      waiting.set(timer, { run, at: time + ms + late });
      return timer;
    },
    cancel: (timer) => waiting.delete(timer),
    pass(ms) {
      const end = time + ms;
      for (;;) {
        const [timer, soonest] = [...waiting].sort((one, other) => one[1].at - other[1].at)[0] ?? [];
        if (!timer || soonest.at > end) break;
        waiting.delete(timer);
        time = Math.max(time, soonest.at);
        soonest.run();
      }
      time = end;
    },
    sleep: (ms) => (time += ms),
    waiting,
  };
}

/** A player of so many words, and when each was shown. */
function playing(words, clock = createClock()) {
  const log = { step: 0, shown: [], changes: [] };
  const show = (step) => {
    log.step = step;
    log.shown.push([step, clock.now()]);
  };
  const player = createPlayer({
    next: () => log.step < words - 1 && (show(log.step + 1), true),
    first: () => show(0),
    changed: () => log.changes.push(player.on),
  }, clock);
  return { player, clock, log };
}

test('a word comes at once, then one every 650 ms, and after the last it stops', () => {
  const { player, clock, log } = playing(4);
  player.play();
  clock.pass(1300);
  assert.deepEqual(log.shown, [[1, 0], [2, 650], [3, 1300]]);
  assert.equal(player.on, true);
  clock.pass(650);
  assert.equal(player.on, false);
  assert.deepEqual(log.changes, [true, false]);
  assert.equal(clock.waiting.size, 0);
});

test('played at the end, it begins again at the first word', () => {
  const { player, clock, log } = playing(3);
  log.step = 2;
  player.play();
  clock.pass(650);
  assert.deepEqual(log.shown, [[0, 0], [1, 650]]);
});

test('a text of one word stops where it is', () => {
  const { player, clock, log } = playing(1);
  player.play();
  clock.pass(650);
  assert.equal(player.on, false);
  assert.deepEqual(log.shown, [[0, 0]]);
});

test('paused, no word comes any more', () => {
  const { player, clock, log } = playing(9);
  player.toggle();
  clock.pass(600);
  player.toggle();
  clock.pass(5000);
  assert.equal(log.step, 1);
  assert.deepEqual([player.on, clock.waiting.size], [false, 0]);
});

test('to play what plays and to pause what is paused changes nothing', () => {
  const { player, log } = playing(9);
  player.pause();
  assert.deepEqual(log.changes, []);
  player.play();
  player.play();
  assert.deepEqual([log.shown.length, log.changes.length], [1, 1]);
});

for (const speed of SPEEDS) {
  test(`at ${speed}× a word lasts ${650 / speed} ms`, () => {
    const { player, clock, log } = playing(9);
    player.setSpeed(speed);
    player.play();
    clock.pass(1300 / speed);
    assert.deepEqual(log.shown.map(([, at]) => at), [0, 650 / speed, 1300 / speed]);
  });
}

test('another speed holds from the word that is shown', () => {
  const { player, clock, log } = playing(9);
  player.play();
  clock.pass(300);
  player.setSpeed(2);
  clock.pass(25);
  assert.deepEqual(log.shown.at(-1), [2, 325]);
  clock.pass(325);
  assert.deepEqual(log.shown.at(-1), [3, 650]);
});

test('faster than what has passed, the next word lasts as long as any from now on', () => {
  const { player, clock, log } = playing(9);
  player.play();
  clock.pass(600);
  player.setSpeed(4);
  clock.pass(162.5);
  assert.deepEqual(log.shown.at(-1), [2, 762.5]);
});

test('timers that are always late do not add up', () => {
  const { player, clock, log } = playing(200, createClock(7));
  player.play();
  clock.pass(100 * 650 + 7);
  assert.deepEqual(log.shown.at(-1), [101, 100 * 650 + 7]);
});

test('words slept through are not hurried after', () => {
  const { player, clock, log } = playing(200);
  player.play();
  clock.sleep(60_000);
  clock.pass(650);
  assert.deepEqual(log.shown.map(([, at]) => at), [0, 60_000, 60_650]);
});

test('whoever pauses it while a word is shown is heard', () => {
  const clock = createClock();
  const player = createPlayer({ next: () => (clock.now() > 0 && player.pause(), true), first: () => {}, changed: () => {} }, clock);
  player.play();
  clock.pass(650);
  assert.deepEqual([player.on, clock.waiting.size], [false, 0]);
});
