import assert from 'node:assert/strict';
import test from 'node:test';

import { plain } from '../../static/js/pieces.js';
import { reasonsOf, sentenceOf, squashed } from '../../static/js/reasons.js';

const KING = { step: 8, id: 900, text: ' king', start: 3, end: 8 };
const START = { step: 0, id: 0, text: '<s>', start: 0, end: 0 };
const GATE = {
  value: 0.9, preactivation: 2.197, word: 1.904, below: null, below_rest: null,
  recurrent: [{ unit: 37, part: 0.801 }, { unit: 4, part: -0.104 }], rest: -0.0039, bias: -0.4001,
};

function labels(rows) {
  return rows.map(({ label }) => plain(label));
}

test('the word, the strongest units, the others, the bias', () => {
  const rows = reasonsOf(GATE, { token: KING, units: 256 });
  assert.deepEqual(labels(rows), ['the word “king”', 'unit 37', 'unit 4', 'the other 254 units', 'the bias']);
  assert.deepEqual(rows.map(({ unit }) => unit), [null, 37, 4, null, null]);
});

test('what is shown adds up to the pre-activation as it is shown', () => {
  const sum = reasonsOf(GATE, { token: KING, units: 256 }).reduce((total, { part }) => total + Math.round(part * 100), 0);
  assert.equal(sum, 220);
});

test('at the start nothing comes from the units', () => {
  const gate = { ...GATE, preactivation: 1.5039, recurrent: [{ unit: 37, part: 0 }], rest: 0 };
  assert.deepEqual(labels(reasonsOf(gate, { token: START, units: 256 })), ['the start mark', 'the bias']);
});

test('above the first layer there are units below in place of a word', () => {
  const gate = { ...GATE, word: null, below: [{ unit: 3, part: 1.5 }], below_rest: 0.404 };
  const rows = reasonsOf(gate, { token: KING, units: 256 });
  assert.deepEqual(labels(rows).slice(0, 2), ['unit 3 of the layer below', 'the other units of the layer below']);
  assert.equal(rows[0].unit, null);
});

test('the strongest are named on either side', () => {
  const said = (gate, scale) => plain(sentenceOf(reasonsOf(gate, { token: KING, units: 256 }), { scale, value: gate.value }));
  assert.equal(said(GATE, 'gate'), 'Above all the word “king” (+1.90) and unit 37 (+0.80) open it. So it is 0.90.');
  const closed = { ...GATE, value: -0.54, preactivation: -0.6, word: -1.904, rest: 1.0071 };
  assert.equal(said(closed, 'signed'), 'Above all the word “king” (−1.90) pushes it down; the other 254 units (+1.01) and unit 37 (+0.80) pull the other way. So it is −0.54.');
});

test('a unit that is given nothing says so', () => {
  const gate = { ...GATE, value: 0.5, preactivation: 0, word: 0, recurrent: [], rest: 0, bias: 0 };
  const rows = reasonsOf(gate, { token: KING, units: 256 });
  assert.deepEqual(rows, []);
  assert.equal(plain(sentenceOf(rows, { scale: 'gate', value: 0.5 })), 'Hardly anything comes in. So it is 0.50.');
});

test('a gate that is held is said to be, beside what it would be', () => {
  const rows = reasonsOf(GATE, { token: KING, units: 256 });
  const own = squashed('gate', GATE.preactivation);
  assert.ok(Math.abs(own - 0.9) < 1e-3);
  assert.ok(Math.abs(squashed('signed', 0.5) - Math.tanh(0.5)) < 1e-12);
  assert.match(plain(sentenceOf(rows, { scale: 'gate', value: 0, own })), /So it would be 0\.90, but it is held at 0\.00\.$/);
});
