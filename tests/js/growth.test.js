import assert from 'node:assert/strict';
import test from 'node:test';

import { grown, length } from '../../static/js/growth.js';
import { Reading } from '../../static/js/reading.js';

const base64 = (values) => btoa(String.fromCharCode(...new Uint8Array(Float32Array.from(values).buffer)));
const figure = (rows) => ({
  data: [{ z: { dtype: 'f4', bdata: base64(rows.flat()), shape: `${rows.length}, ${rows[0].length}` }, zmin: -6 }],
  layout: { xaxis: { visible: false, range: [-0.5, rows[0].length - 0.5] } },
});
const BEGIN = { step: 0, id: 0, text: '<s>', start: 0, end: 0, part: null };
const ANSWER = {
  kind: 'lstm', model: 'm', layer: 0, tokens: [BEGIN, { step: 1, id: 5, text: 'a', start: 0, end: 1, part: null }], units: [2, 0], range: 6, elapsed: 1,
  predictions: [{}, {}], half_life: [1, null], liveliness: [0.5, 0.1], still: [], saturation: {},
  figures: { cell: figure([[1, 2], [-1, -2.5]]), forget: figure([[0.5, 1], [0, 0.25]]) },
  echoes: { previous: figure([[0, 1], [0, -1]]), squashed: figure([[0.7, 0.9], [-0.7, -0.9]]) },
  original: null, differences: null,
};
const TOP = [{ id: 1, token: ' b', probability: 0.5 }];

function token(step, id, text, { label = text, cell = [9, 9, 9], forget = [1, 1, 1] } = {}) {
  const encoded = (values) => ({ dtype: 'f4', shape: [3], data: base64(values) });
  return { step, id, token: label, text, probability: 0.125, signals: { cell: encoded(cell), forget: encoded(forget) }, top: TOP };
}

const begun = () => new Reading(ANSWER, { text: 'a', theme: 'light' });

test('every row has one value more: the signal of its own unit', () => {
  const reading = grown(begun(), token(2, 7, ' b', { cell: [0.1, 7, -3], forget: [0.3, 0.4, 0.5] }));
  assert.deepEqual([...reading.line('cell', 2)], [1, 2, -3]);
  assert.deepEqual([...reading.line('cell', 0)], [-1, -2.5, Math.fround(0.1)]);
  assert.deepEqual([...reading.line('forget', 0)], [0, 0.25, Math.fround(0.3)]);
});

test('the echoes follow: the cell one step ago, and tanh of the cell', () => {
  const reading = grown(grown(begun(), token(2, 7, ' b', { cell: [0.5, 7, -3] })), token(3, 8, ' c', { cell: [0, 0, 0] }));
  assert.deepEqual([...reading.line('previous', 2)], [0, 1, 2, -3]);
  assert.deepEqual([...reading.line('previous', 0)], [0, -1, -2.5, 0.5]);
  assert.deepEqual([...reading.line('squashed', 2)], [0.7, 0.9, Math.tanh(-3), 0].map(Math.fround));
});

test('surprise and guesses come with it, and the figures show the same values', () => {
  const reading = grown(begun(), token(2, 7, ' b'));
  assert.deepEqual(reading.predictions.at(-1), { step: 2, surprisal: 3, top: TOP });
  const { data: [trace], layout } = reading.figures.cell;
  assert.deepEqual(trace.z.map((row) => [...row]), [[1, 2, 9], [-1, -2.5, 9]]);
  assert.deepEqual([trace.zmin, layout.xaxis], [-6, { visible: false, range: [-0.5, 2.5] }]);
  assert.equal(reading.steps, 3);
});

test('words lie behind the text, counted in code points', () => {
  const reading = grown(grown(begun(), token(2, 7, ' 😀')), token(3, 8, ' c'));
  assert.deepEqual([reading.text, length(reading.text)], ['a 😀 c', 5]);
  assert.deepEqual(reading.tokens.slice(2).map(({ text, start, end, part }) => [text, start, end, part]), [[' 😀', 1, 3, null], [' c', 3, 5, null]]);
});

test('parts of a character are its bytes until the last has come', () => {
  const half = grown(begun(), token(2, 195, '', { label: '⟨C3⟩' }));
  assert.deepEqual([half.text, half.tokens[2].text, half.tokens[2].start, half.tokens[2].end], ['a', '⟨C3⟩', 1, 1]);
  const whole = grown(half, token(3, 169, 'é', { label: '⟨A9⟩' }));
  assert.equal(whole.text, 'aé');
  assert.deepEqual(whole.tokens.slice(2).map(({ id, text, start, end, part }) => [id, text, start, end, part]), [[195, 'é', 1, 2, [1, 2]], [169, 'é', 1, 2, [2, 2]]]);
  assert.deepEqual(grown(whole, token(4, 9, 'x')).tokens.at(-1).part, null);
});

test('what was there stays as it was; what held of the whole text waits', () => {
  const before = Object.assign(begun(), { original: {}, differences: {} });
  const after = grown(before, token(2, 7, ' b'));
  assert.deepEqual([before.steps, before.text, before.tokens.length, [...before.line('cell', 2)]], [2, 'a', 2, [1, 2]]);
  assert.deepEqual([after.original, after.differences, after.row(0)], [null, null, 1]);
});
