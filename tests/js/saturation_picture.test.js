import assert from 'node:assert/strict';
import test from 'node:test';
import { saturationPicture } from '../../static/js/saturation_picture.js';

const COLOURS = { paper: '#fff', ink: '#000', soft: '#555', bar: '#777', pos: '#f80', neg: '#08f' };
const SAID = { title: 'How far the gates go', notes: [] };
const SHARES = [0.1, 0.2, 0.3, 0.4, 0, 1];

test('each gate has a square with a dot for each unit; those that never move are hollow, the marked ones named', () => {
  const gates = [{ title: 'forget gate', shares: SHARES, books: undefined }, { title: 'input gate', shares: SHARES, books: [[0, 0], [0.5, 0.5], [1, 0]] }];
  const { data, layout } = saturationPicture(gates, { still: new Set([2]), marked: [1] }, SAID, COLOURS);
  assert.ok(layout.xaxis.domain[1] < layout.xaxis2.domain[0]);
  assert.ok(Math.abs(layout.xaxis2.domain[1] - 1) < 1e-9);
  const first = data.filter(({ xaxis }) => xaxis === 'x');
  assert.deepEqual(first.map(({ name }) => name), ['on this text', 'never moves', 'selected and pinned']);
  assert.deepEqual(first.map(({ x }) => x), [[0.1, 0.3], [0], [0.3]]);
  assert.deepEqual(first.map(({ y }) => y), [[0.2, 0.4], [1], [0.4]]);
  assert.deepEqual(first[2].text, ['1']);
  assert.deepEqual(data.find(({ name }) => name === 'in texts not seen').x, [0, 0.5, 1]);
});
