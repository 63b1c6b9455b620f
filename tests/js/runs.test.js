import assert from 'node:assert/strict';
import test from 'node:test';

import { createRuns, newRun } from '../../static/js/runs.js';

const soon = () => new Promise((resolve) => setTimeout(resolve));

/** Runs whose events come when the test sends them. */
function createServer() {
  const log = { open: [], most: 0, endings: [], changes: 0 };
  async function* open(question, signal) {
    const stream = { question, signal, waiting: [], wake: () => {}, send: (...events) => (stream.waiting.push(...events), stream.wake()) };
    log.open.push(stream);
    log.most = Math.max(log.most, log.open.length);
    signal.addEventListener('abort', () => stream.send(new Error('aborted')));
    try {
      for (;;) {
        while (!stream.waiting.length) await new Promise((resolve) => void (stream.wake = resolve));
        const event = stream.waiting.shift();
        if (event instanceof Error) throw event;
        yield event;
      }
    } finally {
      log.open.splice(log.open.indexOf(stream), 1);
    }
  }
  const runs = createRuns({ open, changed: () => void (log.changes += 1), ended: (error) => log.endings.push(error) });
  const finish = async (text) => {
    log.open[0].send({ name: 'token', data: { text } }, { name: 'token', data: { text: '.' } }, { name: 'done', data: { reason: 'end' } });
    await soon();
  };
  return { log, runs, finish };
}

const five = () => [1, 2, 3, 4, 5].map((seed) => newRun({ seed }));

test('two at a time, in order, until all are done', async () => {
  const { log, runs, finish } = createServer();
  const all = five();
  const run = runs.start(all);
  for (let n = 0; n < 5; n += 1) await finish(`text ${n}`);
  await run;
  assert.equal(log.most, 2);
  assert.deepEqual(all.map(({ text, phase, reason }) => [text, phase, reason]), [0, 1, 2, 3, 4].map((n) => [`text ${n}.`, 'done', 'end']));
  assert.deepEqual([log.endings, runs.on], [[null], false]);
});

test('stopping closes both streams, and what was not done is written when it goes on', async () => {
  const { log, runs, finish } = createServer();
  const all = five();
  const first = runs.start(all);
  await finish('one');
  log.open[0].send({ name: 'token', data: { text: 'half' } });
  await soon();
  const signals = log.open.map(({ signal }) => signal.aborted);
  runs.stop();
  await first;
  assert.deepEqual([signals, log.open.length, log.endings], [[false, false], 0, [null]]);
  assert.deepEqual(all.map(({ phase }) => phase), ['done', 'writing', 'writing', 'waiting', 'waiting']);
  const second = runs.start(all);
  assert.deepEqual([log.open.map(({ question }) => question.seed), all[1].text], [[2, 3], '']);
  runs.stop();
  await second;
});

test('a failure ends them all and is told once', async () => {
  const { log, runs } = createServer();
  const run = runs.start(five());
  log.open[1].send({ name: 'error', data: { detail: 'Busy.' } });
  await run;
  assert.deepEqual([log.endings.map((error) => error.message), log.open.length, runs.on], [['Busy.'], 0, false]);
});
