import assert from 'node:assert/strict';
import test from 'node:test';

import { sceneOf, spoken } from '../../static/js/scene.js';

const SIGNALS = { lstm: [
  { name: 'forget', title: 'forget gate', scale: 'gate' },
  { name: 'cell', title: 'cell', scale: 'signed' },
] };
const VALUES = { forget: 0.98, cell: -0.74 };
const READING = {
  kind: 'lstm', steps: 1, tokens: [{ step: 0, id: 5, text: 'said', start: 0, end: 4 }],
  row: (unit) => (unit === 37 ? 0 : -1), value: (name) => VALUES[name],
};
const scene = (view) => sceneOf({ reading: READING, view: { step: 0, ...view }, peek: null }, { name: 'a', kind: 'gru' }, SIGNALS);

test('a scene names the signal that colours the words, or the last of the table', () => {
  assert.equal(scene({ signal: 'forget' }).signal.name, 'forget');
  assert.equal(scene({ signal: 'reset' }).signal.name, 'cell');
});

test('a scene is of the kind that was read, not of the model that is being read', () => assert.equal(scene({}).model.kind, 'lstm'));

test('a step chosen for another text lies within the one that is still shown', () => {
  for (const step of [null, 7]) assert.equal(scene({ step }).view.step, 0);
});

test('a unit is ready when it is among the rows', () => {
  assert.equal(scene({ unit: 37 }).ready, true);
  assert.equal(scene({ unit: 38 }).ready, false);
  assert.equal(scene({ unit: null }).ready, false);
});

test('a move is spoken with its signal and its cell, each once', () => {
  assert.equal(spoken(scene({ unit: 37 }), 'forget'), '“said”, unit 37: forget gate 0.98, cell −0.74');
  assert.equal(spoken(scene({ unit: 37 }), 'cell'), '“said”, unit 37: cell −0.74');
  assert.equal(spoken(scene({ unit: null }), 'cell'), '');
});
