import assert from 'node:assert/strict';
import test from 'node:test';

import { byMoment, byPattern } from '../../static/js/alike_question.js';
import { parseAlike } from '../../static/js/alike_settings.js';

const TOKENS = [{ step: 0, id: 0, text: '<s>', start: 0, end: 0 }, { step: 1, id: 5, text: 'He', start: 0, end: 2 }, { step: 2, id: 6, text: ' ran', start: 2, end: 6 }];
const SCENE = {
  reading: { text: 'He ran', model: 'a', layer: 1, tokens: TOKENS }, view: { step: 2, unit: 7, pinned: [3, 7] },
  table: ['forget', 'cell', 'hidden'].map((name) => ({ name })),
};
const PATTERN = { units: [4, 9], signal: 'hidden', above: 0.4, steps: /** @type {[number, number]} */ ([1, 2]), words: '“He” to “ran”' };
const FREE = { ...SCENE, view: { step: 0, unit: null, pinned: [] } };

test('a moment is asked for by its step, in all units or in those that are selected', () => {
  assert.deepEqual(byMoment(SCENE, parseAlike(null), null), {
    request: { model: 'a', layer: 1, text: 'He ran', step: 2, signal: 'cell', units: null, track: 7, k: 10, corpus: 'labelled' },
    about: { words: '“ran”', where: 'labelled', units: null, before: false },
  });
  const { request } = byMoment(SCENE, parseAlike('of:units,signal:hidden,where:~text'), ['A text.']);
  assert.deepEqual(request, { model: 'a', layer: 1, text: 'He ran', step: 2, signal: 'hidden', units: [7, 3], track: 7, k: 10, texts: ['A text.'] });
  assert.deepEqual([byMoment(FREE, parseAlike('of:units'), null)].map(({ request: { units, track }, about }) => [units, track, about.words]), [[null, null, 'the start']]);
});

test('a pattern is asked for by its units, and off before only where something is before', () => {
  assert.deepEqual(byPattern(SCENE, parseAlike('k:25,where:books'), null, PATTERN), {
    request: { model: 'a', layer: 1, pattern: { units: [4, 9], signal: 'hidden', above: 0.4, off_before: true }, track: 4, k: 25, corpus: 'books' },
    about: { words: '“He” to “ran”', where: 'books', units: 2, before: true, above: 0.4 },
  });
  assert.equal(byPattern(SCENE, parseAlike(null), null, { ...PATTERN, steps: [0, 1] }).request.pattern.off_before, false);
  assert.equal(byPattern(SCENE, parseAlike('before:no'), null, PATTERN).about.before, false);
  assert.equal(byPattern({ ...SCENE, view: { ...SCENE.view, unit: 9 } }, parseAlike(null), null, PATTERN).request.track, 9);
});
