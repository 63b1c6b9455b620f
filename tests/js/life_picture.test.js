import assert from 'node:assert/strict';
import test from 'node:test';
import { lifePicture } from '../../static/js/life_picture.js';

const COLOURS = { paper: '#fff', ink: '#000', soft: '#555', bar: '#777', pos: '#f80', neg: '#08f' };
const SAID = { title: 'The life of unit 3', notes: ['a sentence'] };
const LIFE = {
  words: ['start', '<b>', 'woke'],
  signals: [
    { symbol: 'f', title: 'forget gate', scale: 'gate', limits: { low: 0, high: 1 }, lines: [{ unit: 3, selected: true, values: Float32Array.of(0, 0.5, 1) }, { unit: 7, selected: false, values: Float32Array.of(1, 1, 1) }] },
    { symbol: 'c', title: 'cell', scale: 'signed', limits: { low: -1, high: 2 }, lines: [{ unit: 3, selected: true, values: Float32Array.of(-1, 0.5, 2) }, { unit: 7, selected: false, values: Float32Array.of(0, 0, 0) }] },
  ],
};

test('each signal has a chart of its own, from its own limits, with the true values', () => {
  const { data, layout } = lifePicture(LIFE, SAID, COLOURS);
  assert.deepEqual(data.map(({ yaxis }) => yaxis), ['y', 'y', 'y2', 'y2']);
  assert.deepEqual(data[2].y, [-1, 0.5, 2]);
  assert.deepEqual([layout.yaxis.range, layout.yaxis2.range], [[0, 1], [-1, 2]]);
  assert.ok(layout.yaxis.domain[0] > layout.yaxis2.domain[1]);
  assert.equal(layout.xaxis.anchor, 'y2');
});

test('colour means sign, and a gate has none; other units are lines', () => {
  const { data } = lifePicture(LIFE, SAID, COLOURS);
  assert.deepEqual(data[0].marker.color, ['#777', '#777', '#777']);
  assert.deepEqual(data[2].marker.color, ['#08f', '#f80', '#f80']);
  assert.equal(data[1].line.shape, 'hvh');
});

test('words are no markup', () => {
  assert.deepEqual(lifePicture(LIFE, SAID, COLOURS).layout.xaxis.ticktext, ['start', '&lt;b&gt;', 'woke']);
});
