import assert from 'node:assert/strict';
import test from 'node:test';

import * as cell from '../../static/js/cell_moment.js';
import * as neuron from '../../static/js/neuron_moment.js';
import { plain } from '../../static/js/pieces.js';

const KING = { step: 8, id: 900, text: ' king', start: 33, end: 38 };
const START = { step: 0, id: 0, text: '<s>', start: 0, end: 0 };
const VALUES = { previous: -0.524, forget: 0.901, input: 0.932, candidate: 0.997, cell: 0.45708, squashed: 0.4277, output: 0.597, hidden: 0.2553 };

const READING = {
  value: (name) => VALUES[name],
  line: () => Float32Array.of(0.25, -0.5, 0.75),
};

test('what is kept and what is written add up to what the cell is shown to hold', () => {
  const { kept, written, cell: holds } = cell.momentOf(READING, { unit: 193, step: 8 });
  assert.deepEqual([kept, written, holds], [-0.47, 0.93, 0.45708]);
});

test('a cell at a word, in words', () => {
  const said = cell.sentenceOf(cell.momentOf(READING, { unit: 193, step: 8 }), { token: KING, unit: 193 });
  assert.equal(plain(said), 'At “king” unit 193 keeps 90 % of what it held (−0.52 becomes −0.47) and writes +0.93. '
    + 'It now holds +0.46 and shows 60 % of it, as +0.26.');
});

test('what is held is said to be, and no sum is claimed that is none', () => {
  const held = (...names) => cell.momentOf(READING, { unit: 193, step: 8 }, new Set(names));
  const said = (...names) => plain(cell.sentenceOf(held(...names), { token: KING, unit: 193 }));
  const { kept } = held('cell');
  assert.ok(Math.abs(kept - VALUES.forget * VALUES.previous) < 1e-12);
  assert.match(said('cell'), /By hand it is made to hold \+0\.46 and shows 60 %/);
  assert.match(said('hidden'), /It now holds \+0\.46, and by hand it is made to say \+0\.26\.$/);
  assert.match(said('forget', 'input'), / Its forget gate and input gate are held\.$/);
  assert.match(cell.signsOf(held('cell')).add.text, /would be added, but the cell is held at \+0\.46/);
  assert.match(cell.signsOf(held('hidden')).show.text, /but the hidden state is held, and \+0\.26 is shown/);
  const moment = neuron.momentOf(READING, { unit: 9, step: 2 }, new Set(['hidden']));
  assert.match(plain(neuron.sentenceOf(moment, { token: KING, unit: 9 })), /is made to say \+0\.75 by hand/);
});

test('where there is nothing to keep, nothing becomes anything', () => {
  const moment = { ...cell.momentOf(READING, { unit: 193, step: 8 }), previous: 0.001 };
  assert.match(plain(cell.sentenceOf(moment, { token: KING, unit: 193 })), /keeps 90 % of what it held and writes/);
  assert.match(plain(cell.sentenceOf(moment, { token: START, unit: 193 })), /^At the start unit 193 holds nothing yet, and writes \+0\.93\. It now/);
});

test('numbers have the tone of their sign', () => {
  const said = cell.sentenceOf(cell.momentOf(READING, { unit: 193, step: 8 }), { token: KING, unit: 193 });
  assert.deepEqual(said.filter(({ tone }) => tone).map(({ text, tone }) => [text, tone]),
    [['−0.52', 'neg'], ['−0.47', 'neg'], ['+0.93', 'pos'], ['+0.46', 'pos'], ['+0.26', 'pos']]);
});

test('each sign tells its own sum or product', () => {
  const { keep, add } = cell.signsOf(cell.momentOf(READING, { unit: 193, step: 8 }));
  assert.equal(keep.text, 'The forget gate 0.90 lets 90 % of −0.52 through: −0.47 is kept.');
  assert.match(add.text, /^−0\.47 kept and \+0\.93 written add up to \+0\.46\./);
});

test('what goes in depends on where one is', () => {
  const inlet = (about) => cell.inletOf({ token: KING, units: 256, layer: 0, ...about });
  assert.equal(inlet({}), 'in: “king” and the 256 hidden values of the word before');
  assert.equal(inlet({ layer: 1 }), 'in: the layer below at “king” and the 256 hidden values of the word before');
  assert.equal(inlet({ token: START }), 'in: the start mark, and nothing before it');
});

test('a neuron has its word and what it said before', () => {
  assert.deepEqual(neuron.momentOf(READING, { unit: 9, step: 0 }), { previous: 0, hidden: 0.25, held: new Set() });
  const moment = neuron.momentOf(READING, { unit: 9, step: 2 });
  assert.deepEqual(moment, { previous: -0.5, hidden: 0.75, held: new Set() });
  assert.equal(plain(neuron.sentenceOf(moment, { token: KING, unit: 9 })),
    'At “king” unit 9 says +0.75. One word ago it said −0.50, which goes in again, with the word and all other units.');
});
