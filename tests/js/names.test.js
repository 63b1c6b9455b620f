import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inBrackets, nameOf, unitsPath } from '../../static/js/names.js';

const MODEL = { names: { 0: { 3: ['inside quotes', 'subject’s number', 'inside brackets'] }, 1: { 5: ['subject’s gender'] } } };

test('a unit has the names of its own layer, in short and in full', () => {
  assert.deepEqual(nameOf(MODEL, 1, 5), { short: 'subject’s gender', full: 'subject’s gender' });
  assert.deepEqual(nameOf(MODEL, 0, 3), { short: 'inside quotes +2', full: 'inside quotes, subject’s number, inside brackets' });
  assert.equal(nameOf(MODEL, 0, 5), null);
  assert.equal(nameOf(MODEL, 2, 5), null);
  assert.equal(nameOf(MODEL, 0, null), null);
  assert.equal(nameOf({}, 0, 3), null);
});

test('a name stands in brackets behind a number', () => {
  assert.equal(inBrackets(nameOf(MODEL, 1, 5)), ' (subject’s gender)');
  assert.equal(inBrackets(null), '');
});

test('a link leads to what the unit of this model knows', () => {
  assert.equal(unitsPath('a b', 1, 5), 'units?model=a+b&layer=1&unit=5');
});
