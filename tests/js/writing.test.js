import assert from 'node:assert/strict';
import test from 'node:test';

import { createWriting, PACE } from '../../static/js/writing.js';

const token = (n) => ({ name: 'token', data: { n } });
const done = (reason) => ({ name: 'done', data: { reason } });

/** A writing of these events; `hold(n)` is awaited before the n-th is given. */
function createRun(events, { goOn = () => true, hold = async (_) => {} } = {}) {
  const log = { shown: [], rests: [], endings: [], signals: [], questions: [], begun: 0 };
  const clock = { time: 0, now: () => clock.time, rest: async (ms) => { log.rests.push(ms); clock.time += ms; } };
  async function* open(question, signal) {
    log.questions.push(question);
    log.signals.push(signal);
    for (const [n, event] of events.entries()) {
      await hold(n);
      if (event instanceof Error) throw event;
      yield event;
    }
  }
  const show = ({ n }) => (log.shown.push(n), clock.time += 5, goOn(n));
  const writing = createWriting({ open, show, changed: () => void (log.begun += 1), ended: (ending) => log.endings.push(ending) }, clock);
  return { writing, log };
}

test('tokens are shown as they come, at a pace that can be followed, the first one at once', async () => {
  const { writing, log } = createRun([token(0), token(1), token(2), done('length')]);
  const run = writing.start({ text: 'a' });
  assert.deepEqual([writing.on, log.begun, log.questions], [true, 1, [{ text: 'a' }]]);
  await run;
  assert.deepEqual([log.shown, log.rests], [[0, 1, 2], [0, PACE - 5, PACE - 5]]);
  assert.deepEqual(log.endings, [{ tokens: 3, reason: 'length', error: null }]);
  assert.equal(writing.on, false);
});

test('stopping closes the connection, shows nothing more and is told once', async () => {
  let stop = () => {};
  const { writing, log } = createRun([token(0), token(1), token(2), done('length')], { hold: async (n) => n === 2 && stop() });
  stop = () => assert.equal(writing.stop(), true);
  await writing.start({});
  assert.deepEqual([log.shown, log.endings], [[0, 1], [{ tokens: 2, reason: 'left', error: null }]]);
  assert.equal(log.signals[0].aborted, true);
  assert.equal(writing.stop(), false);
});

test('it ends where what shows it has no room, and where the paragraph ends', async () => {
  const full = createRun([token(0), token(1), token(2)], { goOn: (n) => n < 1 });
  await full.writing.start({});
  assert.deepEqual([full.log.shown, full.log.endings[0].reason], [[0, 1], 'left']);
  const end = createRun([token(0), done('end')]);
  await end.writing.start({});
  assert.deepEqual(end.log.endings, [{ tokens: 1, reason: 'end', error: null }]);
});

test('a refusal, an error on the way and a broken connection are failures; what was written counts', async () => {
  const busy = new Error('The server is busy.');
  for (const [events, tokens, message] of [
    [[busy], 0, 'The server is busy.'],
    [[token(0), { name: 'error', data: { detail: 'A mistake.' } }], 1, 'A mistake.'],
    [[token(0), token(1)], 2, 'The connection to the server broke off.'],
  ]) {
    const { writing, log } = createRun(events);
    await writing.start({});
    assert.deepEqual([log.endings[0].tokens, log.endings[0].reason, log.endings[0].error.message], [tokens, 'failed', message]);
  }
});

test('a second start ends the first, whose tokens come too late', async () => {
  let release = () => {};
  const held = new Promise((resolve) => void (release = resolve));
  const { writing, log } = createRun([token(0), token(1), done('length')], { hold: (n) => (n === 1 && log.signals.length < 2 ? held : null) });
  const first = writing.start({ seed: 1 });
  await new Promise((resolve) => setTimeout(resolve));
  const second = writing.start({ seed: 2 });
  release();
  await Promise.all([first, second]);
  assert.deepEqual(log.shown, [0, 0, 1]);
  assert.deepEqual(log.endings.map(({ reason }) => reason), ['left', 'length']);
});
