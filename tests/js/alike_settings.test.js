import assert from 'node:assert/strict';
import test from 'node:test';

import { formatAlike, indexOf, LABELLED, OWN, parseAlike, rangeOf, stateOf, statesOf, UNNAMED } from '../../static/js/alike_settings.js';

const USUAL = { by: 'moment', of: 'layer', signal: null, k: 10, where: LABELLED, steps: null, above: null, before: true, without: [] };

test('what nobody has chosen is as usual, and stays out of links', () => {
  assert.deepEqual(parseAlike(null), USUAL);
  assert.equal(formatAlike(parseAlike(null)), null);
});

test('settings come back from their text', () => {
  const chosen = { by: 'pattern', of: 'units', signal: 'hidden', k: 100, where: 'my.books-2', steps: [3, 7], above: 0.45, before: false, without: [4, 19] };
  assert.equal(formatAlike(/** @type {any} */ (chosen)), 'by:pattern,of:units,signal:hidden,k:100,where:my.books-2,steps:3-7,above:0.45,before:no,without:4.19');
  assert.deepEqual(parseAlike(formatAlike(/** @type {any} */ (chosen))), chosen);
});

test('a text that says what cannot be is as usual there', () => {
  for (const text of ['', ',', 'by:taste', 'k:7', 'k:', 'signal:<b>', 'where:', 'where:~', `where:${'x'.repeat(65)}`, 'steps:7-3', 'steps:1', 'above:-1', 'above:x', 'before:maybe', 'without:a', 'nobody:1', ':']) {
    assert.deepEqual(parseAlike(text), USUAL, text);
  }
  assert.deepEqual(parseAlike('k:25,by:taste'), { ...USUAL, k: 25 });
});

test('states are compared: the cell where there is one', () => {
  assert.deepEqual(statesOf(['forget', 'cell', 'hidden']), ['cell', 'hidden']);
  assert.equal(stateOf(parseAlike(null), ['forget', 'cell', 'hidden']), 'cell');
  assert.equal(stateOf(parseAlike('signal:hidden'), ['forget', 'cell', 'hidden']), 'hidden');
  assert.equal(stateOf(parseAlike('signal:forget'), ['forget', 'cell', 'hidden']), 'cell');
  assert.equal(stateOf(parseAlike('signal:cell'), ['hidden']), 'hidden');
});

test('a pattern without words of its own is about the playhead, and so is one that lies behind the end', () => {
  assert.deepEqual(rangeOf(parseAlike(null), 4, 9), [4, 4]);
  assert.deepEqual(rangeOf(parseAlike('steps:2-5'), 4, 9), [2, 5]);
  assert.deepEqual(rangeOf(parseAlike('steps:2-50'), 4, 9), [2, 8]);
  assert.deepEqual(rangeOf(parseAlike('steps:9-50'), 4, 9), [4, 4]);
});

test('a place that is no index has no name', () => {
  for (const where of [LABELLED, OWN, UNNAMED]) {
    assert.equal(parseAlike(`where:${where}`).where, where);
    assert.equal(indexOf(parseAlike(`where:${where}`)), '');
  }
  assert.equal(indexOf(parseAlike('where:my.books-2')), 'my.books-2');
  assert.equal(indexOf(parseAlike(formatAlike({ ...parseAlike(null), where: 'a, k:25' }))), 'a  k:25');
});
