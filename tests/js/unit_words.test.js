import assert from 'node:assert/strict';
import { test } from 'node:test';

import { aucWords, exampleWords, excerptOf, foundWords, gateWords, pictureLead, pictureTable, rankWords, unitNumber } from '../../static/js/unit_words.js';

const WORDS = {
  gender: { label: 'subject’s gender', known: 'the subject’s gender', nameable: true, yes: 'a feminine subject', no: 'a masculine subject' },
  start: { label: 'start', known: 'when a sentence starts', nameable: false },
};
const row = (unit, names, selected = false) => ({ layer: 0, unit, selected, lines: names.length ? names.map((property) => ({ property, named: true })) : [{ property: 'gender', named: false }] });
const found = (rows, change) => foundWords(rows, { show: 'named', search: '', ...change }, WORDS);

test('a unit has its layer beside it where there are several', () => {
  assert.equal(unitNumber({ layer: 1, unit: 37 }, 2), '2 · 37');
  assert.equal(unitNumber({ layer: 0, unit: 37 }, 1), '37');
});

test('what is found is said, and that nobody knows it', () => {
  assert.equal(found([row(1, ['gender'])]), '1 unit knows something');
  assert.equal(found([row(1, ['gender']), row(2, ['gender'])], { show: 'gender' }), '2 units know the subject’s gender');
  assert.equal(found([], { show: 'gender' }), 'No unit knows the subject’s gender');
  assert.equal(found([row(1, [], true)], { show: 'gender' }), 'No unit knows the subject’s gender');
  assert.equal(found([row(1, [])], { show: 'none' }), '1 unit without a name, and what each tells best');
  assert.equal(found([row(1, []), row(2, [])], { show: 'start' }), 'The best 2 units to tell when a sentence starts');
  assert.equal(found([], { show: 'start' }), 'No unit tells when a sentence starts better than chance');
  assert.match(found([], { search: 'xyz' }), /^No such unit matches “xyz”\. /);
});

test('the lead of the picture tells who knows it, or who comes closest', () => {
  const known = { property: 'gender', best: { layer: 0, unit: 5, auc: 0.8731, effect: 0.9514 }, band: [0.36, 0.64], whole: 1.73 };
  const units = [5, 9].map((unit) => ({ layer: 0, unit, knows: [{ property: 'gender' }] }));
  assert.equal(pictureLead({ units }, known, WORDS, 1), '2 units know it: 5 and 9. Unit 5 tells it best, with an AUC of 0.87 where chance alone reaches 0.64; '
    + 'switched off, it takes 0.95 of the 1.73 nats by which the network’s own answers differ.');
  assert.match(pictureLead({ units }, { ...known, whole: 0.5 }, WORDS, 1), /switched off, it takes more than the 0\.50 nats by which/);
  assert.match(pictureLead({ units: units.slice(1) }, known, WORDS, 2), /^1 unit knows it: 1 · 9\. Unit 1 · 5 /);
  assert.equal(pictureLead({ units: [] }, { ...known, best: { ...known.best, auc: 0.6 } }, WORDS, 1), 'No unit knows it. Unit 5 comes closest, with an AUC of 0.60, but chance alone reaches 0.64.');
  assert.match(pictureLead({ units: [] }, { ...known, property: 'start' }, WORDS, 1), /^It cannot be a name: .* Unit 5 tells it best, with an AUC of 0\.87 where/);
});

test('numbers are not rounded to certainty, ranks and gates are read out', () => {
  assert.deepEqual([0.8731, 0.9957, 0.9996, 1].map(aucWords), ['0.87', '0.995', '0.999', '1.00']);
  assert.deepEqual([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(rankWords), ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '102nd', '111th']);
  assert.equal(gateWords('forget gate', [0.034, 0.71]), 'forget gate: nearly closed at 3 % of the words, nearly open at 71 %');
});

test('an excerpt has the step to look at, and as much around it as there is room for', () => {
  const tokens = ['', ...Array.from({ length: 20 }, (_, n) => ` w${String(n).padStart(2, '0')}`)].map((text, step) => ({ text, step }));
  assert.deepEqual(excerptOf({ tokens, step: 10 }, 400), [1, 21]);
  for (const step of [1, 10, 20]) {
    const [from, to] = excerptOf({ tokens, step }, 40);
    assert.ok(from <= step && step < to);
    assert.equal(to - from, 10);
  }
  assert.deepEqual(excerptOf({ tokens, step: 20 }, 2), [20, 21]);
});

test('an example tells the answer and the value', () => {
  const example = { tokens: [{ step: 0, text: '', id: 0, start: 0, end: 0 }, { step: 1, text: ' because', id: 7, start: 0, end: 8 }], values: [0, -0.834], labels: [null, true], step: 1 };
  assert.equal(exampleWords(example, { signal: 'cell', unit: 5 }, WORDS.gender), '“because”: a feminine subject; the cell of unit 5 is −0.83');
});

test('the picture as a table', () => {
  const units = [{ layer: 0, unit: 0, knows: [] }, { layer: 0, unit: 1, knows: [{ property: 'gender' }] }];
  const table = pictureTable({ units }, { property: 'gender', auc: [0.5, 0.9], band: [0.4, 0.6], effect: [0, 0.5] }, WORDS, 1);
  assert.deepEqual([table.corner, ...table.columns], ['unit', 'AUC', 'chance up to', 'effect, nats', 'its name']);
  assert.deepEqual(table.columns.map((_, n) => table.cell(1, n)), ['0.900', '0.600', '+0.50', 'yes']);
  const track = pictureTable({ units }, { property: 'start', auc: [0.5, 0.9], band: [0.4, 0.6], effect: null }, WORDS, 2);
  assert.deepEqual([track.rows[1], ...track.columns.map((_, n) => track.cell(1, n))], ['1 · 1', '0.900', '0.600', 'no']);
});
