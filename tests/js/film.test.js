import assert from 'node:assert/strict';
import test from 'node:test';
import { baseOf, modelNamed, stopsOf, stopWords } from '../../static/js/film.js';

const film = [{ model: 'mine@0', tokens: 0, valid: 5.545 }, { model: 'mine@1', tokens: 12_000, valid: 3.2 }];
const models = [{ name: 'other', film: null }, { name: 'mine', units: 8, names: { 0: { 3: ['a name'] } }, film }];

test('a frame belongs to the model whose training it is of', () => {
  assert.equal(baseOf('mine@11'), 'mine');
  assert.equal(baseOf('mine'), 'mine');
});

test('a frame has the shape of its model and its own name, but none of the names that units have earned', () => {
  assert.deepEqual(modelNamed(models, 'mine@1'), { name: 'mine@1', units: 8, names: {}, film });
  assert.equal(modelNamed(models, 'mine'), models[1]);
});

test('the slider ends at the finished network, whatever it shows now', () => {
  assert.deepEqual(stopsOf('mine@1', film), ['mine@0', 'mine@1', 'mine']);
});

test('each stop is told in words', () => {
  assert.equal(stopWords('mine@0', film), 'untrained, held-out loss 5.54 nats per token');
  assert.equal(stopWords('mine@1', film), 'after 12,000 tokens, held-out loss 3.20 nats per token');
  assert.equal(stopWords('mine', film), 'the finished network');
});
