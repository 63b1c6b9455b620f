import assert from 'node:assert/strict';
import test from 'node:test';

import { decode, Reading } from '../../static/js/reading.js';

function figure(rows) {
  const bytes = new Uint8Array(Float32Array.from(rows.flat()).buffer);
  return { data: [{ z: { dtype: 'f4', bdata: btoa(String.fromCharCode(...bytes)), shape: `${rows.length}, ${rows[0].length}` } }] };
}

const ANSWER = {
  kind: 'lstm', model: 'm', layer: 0, tokens: [{}, {}, {}], units: [40, 7], range: 6, elapsed: 1, predictions: [], half_life: [1, null],
  liveliness: [0.5, 0.1], still: [3], saturation: { forget: { dtype: 'f4', shape: [2, 2], data: figure([[0, 0.5, 1, 0.25]]).data[0].z.bdata } },
  figures: { cell: figure([[1, 2, 3], [-1, -2.5, 0.25]]) }, echoes: { previous: figure([[0, 1, 2], [0, -1, -2.5]]) },
};

test('values are the floats that the server sent', () => {
  assert.deepEqual([...decode(figure([[0.1, -3e20]]).data[0].z)], [Math.fround(0.1), Math.fround(-3e20)]);
});

test('a value is asked for by signal, unit and step', () => {
  const reading = new Reading(ANSWER, { text: 'a b', theme: 'light' });
  assert.equal(reading.value('cell', 7, 1), -2.5);
  assert.equal(reading.value('previous', 40, 2), 2);
});

test('a unit that is not shown has no row', () => {
  const reading = new Reading(ANSWER, { text: 'a b', theme: 'light' });
  assert.deepEqual([reading.row(40), reading.row(7), reading.row(0)], [0, 1, -1]);
});

test('the line of a unit is its row, and shares are kept by gate', () => {
  const reading = new Reading(ANSWER, { text: 'a b', theme: 'light' });
  assert.deepEqual([...reading.line('cell', 7)], [-1, -2.5, 0.25]);
  assert.deepEqual([...reading.saturation.forget], [0, 0.5, 1, 0.25]);
  assert.ok(reading.still.has(3));
});

test('beside a held run stands the same text without holds', () => {
  const values = { cell: { dtype: 'f4', shape: [2, 3], data: figure([[1, 1, 1], [-1, -1, -1]]).data[0].z.bdata } };
  const differences = { cell: figure([[0, 1, 2], [0, -1.5, 1.25]]) };
  const reading = new Reading({ ...ANSWER, original: { predictions: [], values }, differences }, { text: 'a b', theme: 'light' });
  assert.deepEqual([...reading.lineBefore('cell', 7)], [-1, -1, -1]);
  assert.equal(reading.shown('difference', 'cell', 7, 1), -1.5);
  assert.equal(reading.shown('held', 'cell', 7, 1), -2.5);
  assert.equal(new Reading(ANSWER, { text: 'a b', theme: 'light' }).shown('difference', 'cell', 7, 1), -2.5);
});
