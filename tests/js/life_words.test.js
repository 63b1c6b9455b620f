import assert from 'node:assert/strict';
import test from 'node:test';

import { lifeWords } from '../../static/js/life_words.js';

const scene = (halfLife, liveliness, kind = 'lstm') => ({
  reading: { kind, halfLife: [3, halfLife], liveliness: [0.6, liveliness], row: (unit) => [40, 7].indexOf(unit) }, view: { unit: 7 }, model: { units: 256 },
});

test('half-life and liveliness in words', () => {
  assert.equal(lifeWords(scene(6.14, 0.3)),
    'Half of what it holds is gone after 6.1 words, on average here. Its h varies by 0.30 about its mean; the liveliest of 256 units does by 0.60.');
  assert.match(lifeWords(scene(61.4, 0.3)), /after 61 words/);
  assert.match(lifeWords(scene(null, 0.7)), /^Its memory lasts longer than this text can tell\. The liveliest of 256 units: its h varies by 0\.70 /);
});

test('a network without a belt has no half-life to tell of', () => {
  assert.match(lifeWords(scene(null, 0.3, 'rnn')), /^Its h varies/);
});
