import assert from 'node:assert/strict';
import test from 'node:test';

import { mapPicture, onPaper, wrapped } from '../../static/js/picture.js';

const COLOURS = { paper: '#fff', ink: '#000', soft: '#555' };
const WORDS = { title: 'a <b> & c', notes: ['english-lstm · “<i>”', ''] };

function bare(steps) {
  const words = Array.from({ length: steps }, (_, n) => `w${n}`);
  const layout = { margin: { l: 0, r: 0, t: 0, b: 0 }, xaxis: { visible: false, range: [-0.5, steps - 0.5], tickvals: words.map((_, n) => n), ticktext: words },
    yaxis: { visible: false, range: [2.5, -0.5] } };
  return { data: [{ type: 'heatmap', z: {}, zmin: -1.5, zmax: 1.5, showscale: false }], layout };
}

test('a map gets axes, units, a scale and its title, which is no markup', () => {
  const { data: [map], layout } = mapPicture(bare(3), { units: [7, 4, 5], symbol: 'c', scale: 'signed', ...WORDS }, COLOURS);
  assert.ok(map.showscale && layout.xaxis.visible && layout.yaxis.visible);
  assert.deepEqual(layout.yaxis.ticktext, ['7', '4', '5']);
  assert.deepEqual(layout.xaxis.ticktext, ['w0', 'w1', 'w2']);
  assert.deepEqual(map.colorbar.ticktext, ['≤ −1.5', '−1', '0', '1', '≥ +1.5']);
  assert.deepEqual(layout.annotations.map(({ text }) => text), ['a &lt;b&gt; &amp; c', 'english-lstm · “&lt;i&gt;”']);
  assert.equal(layout.paper_bgcolor, COLOURS.paper);
});

test('a gate has a scale from closed to open', () => {
  const { data: [map] } = mapPicture(bare(3), { units: [1, 2, 3], symbol: 'f', scale: 'gate', ...WORDS }, COLOURS);
  assert.deepEqual(map.colorbar.ticktext, ['0 closed', '0.5', '1 open']);
});

test('of many words every n-th is named, and the picture stays of a size that can be opened', () => {
  const { layout } = mapPicture(bare(2000), { units: [1, 2, 3], symbol: 'f', scale: 'gate', ...WORDS }, COLOURS);
  assert.ok(layout.xaxis.ticktext.length <= 80);
  assert.ok(layout.width <= 1814 && layout.width >= 640);
});

test('a chart keeps its shape and what is written in it; the words come above', () => {
  const chart = { data: [], layout: { margin: { l: 60, r: 40, t: 10, b: 30 }, annotations: [{ text: 'LSTM' }] } };
  const { layout } = onPaper(chart, { title: 'T', notes: ['n '.repeat(200)] }, { width: 700, height: 300 }, COLOURS);
  assert.equal(layout.height - layout.margin.t - layout.margin.b, 300 - 10 - 30);
  assert.equal(layout.width, 700);
  assert.equal(layout.annotations[0].text, 'LSTM');
  assert.ok(layout.annotations[2].text.includes('<br>'));
});

test('lines break between words', () => {
  assert.deepEqual(wrapped('one two three', 8), ['one two', 'three']);
  assert.deepEqual(wrapped('', 8), []);
  assert.deepEqual(wrapped('unbreakable', 3), ['unbreakable']);
});
