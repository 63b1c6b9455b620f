import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAsker } from '../../static/js/asker.js';

/** An asker whose answers are given by hand; what it tells is kept. */
function asked() {
  const told = [];
  const flights = [];
  const asker = createAsker({
    load: (question) => new Promise((resolve, reject) => flights.push({ question, resolve, reject })),
    show: (answer, question) => told.push(['show', answer, question]),
    wait: (on) => told.push(['wait', on]),
    fail: (error) => told.push(['fail', error.message]),
  });
  return { asker, told, flights };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('it asks once it rests, and each question once', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { asker, told, flights } = asked();
  for (const step of [1, 2, 3, 3]) asker.ask({ step });
  assert.equal(flights.length, 0);
  t.mock.timers.tick(150);
  assert.deepEqual(flights.map(({ question }) => question), [{ step: 3 }]);
  flights[0].resolve('answer');
  await settle();
  assert.deepEqual(told, [['wait', false], ['show', 'answer', { step: 3 }]]);
  asker.ask({ step: 3 });
  t.mock.timers.tick(500);
  assert.equal(flights.length, 1);
});

test('an answer that is overtaken is not shown, nor its failure', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { asker, told, flights } = asked();
  for (const step of [1, 2, 3]) {
    asker.ask({ step });
    t.mock.timers.tick(150);
  }
  flights[2].resolve('newest');
  flights[0].resolve('old');
  flights[1].reject(new Error('too late'));
  await settle();
  assert.deepEqual(told.filter(([what]) => what !== 'wait'), [['show', 'newest', { step: 3 }]]);
});

test('it says that it waits only when waiting is long, and that it no longer does', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { asker, told, flights } = asked();
  asker.ask(1);
  t.mock.timers.tick(199);
  assert.deepEqual(told, []);
  t.mock.timers.tick(1);
  flights[0].reject(new Error('no answer'));
  await settle();
  assert.deepEqual(told, [['wait', true], ['wait', false], ['fail', 'no answer']]);
});

test('what is dropped is not shown, and may be asked again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { asker, told, flights } = asked();
  asker.ask(1);
  t.mock.timers.tick(150);
  asker.drop();
  flights[0].resolve('late');
  await settle();
  assert.deepEqual(told, [['wait', false]]);
  asker.ask(1);
  t.mock.timers.tick(150);
  assert.equal(flights.length, 2);
});
