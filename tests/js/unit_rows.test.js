import assert from 'node:assert/strict';
import { test } from 'node:test';

import { drawnProperty, queryOf, rowsOf } from '../../static/js/unit_rows.js';

const WORDS = {
  gender: { label: 'subject’s gender', nameable: true },
  quotes: { label: 'inside quotes', nameable: true },
  start: { label: 'start of a sentence', nameable: false },
};
const knows = (property, auc, effect) => ({ property, auc, band: [0.4, 0.6], effect, effect_interval: [effect - 0.1, effect + 0.1], rank: 1, signal: 'cell' });
const ANSWER = {
  units: [
    { layer: 0, unit: 0, knows: [], half_life: 3, saturation: null },
    { layer: 0, unit: 1, knows: [knows('quotes', 0.9, 0.8), knows('gender', 0.8, 0.2)], half_life: null, saturation: null },
    { layer: 1, unit: 0, knows: [knows('gender', 0.95, 0.5)], half_life: 1, saturation: null },
    { layer: 1, unit: 1, knows: [], half_life: 2, saturation: null },
  ],
  tracks: [{ property: 'start', layer: 1, unit: 1, signal: 'hidden' }],
  properties: [
    { property: 'gender', band: [0.4, 0.6], auc: [0.5, 0.8, 0.95, 0.55], effect: [0.3, 0.2, 0.5, 0] },
    { property: 'quotes', band: [0.4, 0.6], auc: [0.62, 0.9, 0.5, 0.5], effect: [0.1, 0.8, 0, 0] },
    { property: 'start', band: [0.4, 0.6], auc: [0.5, 0.5, 0.5, 0.7], effect: null },
  ],
};
const VIEW = { model: 'm', show: 'named', search: '', sort: 'auc', layer: 0, unit: null };
const shown = (change) => rowsOf(ANSWER, { ...VIEW, ...change }, WORDS).map(({ layer, unit }) => [layer, unit]);

test('units that know something come first, by the AUC of their first name', () => {
  assert.deepEqual(shown({}), [[1, 0], [0, 1]]);
  assert.deepEqual(shown({ sort: 'effect' }), [[0, 1], [1, 0]]);
  assert.deepEqual(shown({ sort: 'unit' }), [[0, 1], [1, 0]]);
  assert.deepEqual(shown({ sort: 'life', show: 'all' }), [[0, 1], [0, 0], [1, 1], [1, 0]]);
});

test('a property shows those that have earned it, one that is no name its tracks', () => {
  assert.deepEqual(shown({ show: 'gender' }), [[1, 0], [0, 1]]);
  assert.deepEqual(shown({ show: 'quotes' }), [[0, 1]]);
  assert.deepEqual(shown({ show: 'start' }), [[1, 1]]);
  assert.deepEqual(shown({ show: 'none' }), [[1, 1], [0, 0]]);
  assert.equal(shown({ show: 'all' }).length, 4);
});

test('the chosen property is the first line, and one that is not earned is measured all the same', () => {
  const [other, first] = rowsOf(ANSWER, { ...VIEW, show: 'gender' }, WORDS);
  assert.deepEqual(first.lines.map(({ property }) => property), ['gender', 'quotes']);
  assert.deepEqual(other.lines.map(({ property }) => property), ['gender']);
  const [track] = rowsOf(ANSWER, { ...VIEW, show: 'start' }, WORDS);
  assert.deepEqual(track.lines, [{ property: 'start', label: 'start of a sentence', named: false, nameable: false, auc: 0.7, band: [0.4, 0.6], effect: null, interval: null, rank: null, signal: 'hidden' }]);
  const nameless = rowsOf(ANSWER, { ...VIEW, show: 'none' }, WORDS).find(({ layer }) => layer === 0);
  assert.deepEqual(nameless.lines.map(({ property, named, auc, effect, rank }) => [property, named, auc, effect, rank]), [['quotes', false, 0.62, 0.1, 2]]);
});

test('the selected unit is among the rows, unless one searches', () => {
  const rows = rowsOf(ANSWER, { ...VIEW, show: 'quotes', layer: 1, unit: 1 }, WORDS);
  assert.deepEqual(rows.map(({ unit, layer, selected }) => [layer, unit, selected]), [[0, 1, false], [1, 1, true]]);
  assert.deepEqual(shown({ show: 'quotes', layer: 1, unit: 1, search: 'quotes' }), [[0, 1]]);
});

test('a search finds numbers from their beginning and names in any part', () => {
  assert.deepEqual(shown({ search: 'Quotes' }), [[0, 1]]);
  assert.deepEqual(shown({ search: 'subject\'s' }), [[1, 0], [0, 1]]);
  assert.deepEqual(shown({ search: 'unit 1', show: 'all' }), [[0, 1], [1, 1]]);
  assert.deepEqual(shown({ search: 'inside gender' }), [[0, 1]]);
  assert.deepEqual(shown({ search: 'nothing' }), []);
});

test('what is drawn is the property shown, the selected unit’s first name, or the first that anybody has', () => {
  assert.equal(drawnProperty(ANSWER, { ...VIEW, show: 'start' }), 'start');
  assert.equal(drawnProperty(ANSWER, { ...VIEW, unit: 1 }), 'quotes');
  assert.equal(drawnProperty(ANSWER, VIEW), 'gender');
  const without = ANSWER.units.map((each) => ({ ...each, knows: each.knows.filter(({ property }) => property !== 'gender') }));
  assert.equal(drawnProperty({ ...ANSWER, units: without }, VIEW), 'quotes');
  assert.equal(drawnProperty({ ...ANSWER, units: [] }, VIEW), 'gender');
});

test('a link holds what is not usual', () => {
  assert.equal(queryOf(VIEW), 'model=m');
  assert.equal(queryOf({ ...VIEW, show: 'quotes', search: 'a b', sort: 'life', layer: 1, unit: 3 }), 'model=m&show=quotes&search=a+b&sort=life&layer=1&unit=3');
});
