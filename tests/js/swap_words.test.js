import assert from 'node:assert/strict';
import test from 'node:test';

import { plain } from '../../static/js/pieces.js';
import { columnWords, leadOf, problemOf, replaceWord, untilOf, wordAt } from '../../static/js/swap_words.js';
import { Swapped } from '../../static/js/swapped.js';

const START = { step: 0, id: 0, text: '<s>', start: 0, end: 0, part: null };

/** Tokens of a text at words and marks, each with the blank before it. */
function tokensOf(text) {
  const tokens = [...text.matchAll(/ ?[a-z]+| ?[^a-z ]/gi)].map(([token], n, all) => {
    const start = Array.from(text.slice(0, all[n].index)).length;
    return { step: n + 1, id: 1 + n, text: token, start, end: start + Array.from(token).length, part: null };
  });
  return [START, ...tokens];
}

/** What the server answers of two texts, by their columns: {units: 2 rows, one signal}. */
function swappedOf(a, b, columns, wake, values = []) {
  const alignment = columns.filter(([i, j]) => i !== null && j !== null && tokensOf(a)[i].text === tokensOf(b)[j].text);
  const bdata = Buffer.from(new Float32Array(values).buffer).toString('base64');
  return new Swapped({
    a: { tokens: tokensOf(a) }, b: { tokens: tokensOf(b) }, columns, alignment, units: [7, 3], carriers: [{}],
    wake: { cell: null, ends: null, ...wake }, figures: { hidden: { data: [{ z: { bdata } }] } },
  }, { a, b });
}

const KING = 'The king was tired';
const QUEEN = 'The queen was tired';
const STRAIGHT = [[0, 0], [1, 1], [2, 2], [3, 3], [4, 4]];

test('a word is taken out of its text without the blank before it, whole and in any script', () => {
  const text = ' The cabinet, “Größe” 😀 end';
  const cut = (start, end) => {
    const { from, to } = wordAt(text, { start, end });
    return Array.from(text).slice(from, to).join('');
  };
  assert.deepEqual([cut(0, 4), cut(4, 8), cut(8, 12), cut(12, 13), cut(16, 17), cut(21, 23)], ['The', 'cabinet', 'cabinet', ',', 'Größe', '😀']);
  assert.deepEqual(wordAt('a  ', { start: 1, end: 3 }), { from: 2, to: 3 });
});

test('another word stands in its place, between the same blanks and marks', () => {
  const [, , king] = tokensOf('The king, was');
  assert.equal(replaceWord('The king, was', king, 'queen'), 'The queen, was');
  assert.equal(replaceWord('The king, was', king, 'old king'), 'The old king, was');
  assert.equal(replaceWord('The king, was', king, ''), 'The, was');
  assert.equal(replaceWord('The tall king, was', king, 'queen', 'The king, was'), 'The tall queen, was');
  assert.equal(replaceWord('The king, is', king, 'queen', 'The king, was'), 'The queen, is');
  assert.equal(replaceWord('😀 The king', { start: 5, end: 10 }, 'cat'), '😀 The cat');
});

test('columns are asked by what stands in them', () => {
  const swapped = swappedOf(KING, QUEEN, STRAIGHT, { hidden: [0, 0, 2, 1] }, [0, 0, NaN, 0.5, -0.25, 0, 0, NaN, 1, 2]);
  assert.deepEqual(swapped.places, [0, 1, 3, 4]);
  assert.deepEqual([swapped.value('hidden', 7, 4), swapped.value('hidden', 3, 3), swapped.value('hidden', 3, 2)], [-0.25, 1, NaN]);
  assert.deepEqual([swapped.row(7), swapped.row(5), swapped.placeOf(3), swapped.isPair(2)], [0, -1, 3, false]);
  assert.deepEqual(swapped.gaps(), [{ from: 2, count: 1 }]);
  assert.deepEqual(['a', 'b'].map((side) => swapped.slice(side, { from: 2, count: 1 })), [' king', ' queen']);
  assert.deepEqual([1, 2].map((place) => columnWords(swapped, place)), ['“The”', '“king” / “queen”']);
  assert.equal(plain(untilOf(swapped, { until: 2 })), 'until “was”');
  assert.equal(plain(untilOf(swapped, { until: 3 })), 'to the end');
});

test('the lead names what differs, where most, and what becomes of it', () => {
  const lead = (wake, a = KING, b = QUEEN, columns = STRAIGHT) => plain(leadOf(swappedOf(a, b, columns, wake)));
  assert.equal(lead({ hidden: [0, 0, 2, 0.76] }), 'The difference between “king” and “queen” is largest at “was”; 1 word later, at “tired”, it is still at 38 % of that.');
  assert.equal(lead({ hidden: [9, 9, 9, 9], cell: [0, 0, 2, 0.01], ends: 3 }), 'The difference between “king” and “queen” is largest at “was” and has died at “tired”, 1 word later.');
  assert.equal(lead({ hidden: [0, 0, 1, 2] }), 'The difference between “king” and “queen” is largest at “tired”, the last word that both have.');
  const inserted = lead({ hidden: [0, 0, 2] }, 'The cat', 'The old cat', [[0, 0], [1, 1], [null, 2], [2, 3]]);
  assert.equal(inserted, 'The difference that “old” makes is largest at “cat”, the last word that both have.');
  const moved = [[0, 0], [1, 1], [2, null], [3, 2], [null, 3], [4, 4]];
  assert.match(lead({ hidden: [0, 0, 3, 2] }, 'Now, cat ran', 'Now cat, ran', moved), /^The difference between the two texts is largest at “cat”; 1 word later, at “ran”, /);
});

test('where nothing differs it says why', () => {
  const same = [[0, 0], [1, 1]];
  assert.match(plain(leadOf(swappedOf('cat', 'cat', same, { hidden: [0, 0] }))), /^The two texts are the same/);
  assert.match(plain(leadOf(swappedOf('cat', 'cat ', same, { hidden: [0, 0] }))), /^The network reads the same tokens/);
  assert.match(plain(leadOf(swappedOf('cat', 'dog', same, { hidden: [0] }))), /no word in common/);
  assert.match(plain(leadOf(swappedOf('a cat', 'a dog', [[0, 0], [1, 1], [2, 2]], { hidden: [0, 0] }))), /^Up to where they part .* End them with the same words/);
});

test('what the server says of a field is said of the text that is typed', () => {
  assert.equal(problemOf({ field: 'b', message: 'Text is 2,034 characters long; the limit is 2,000.' }), 'The other text is 2,034 characters long; the limit is 2,000.');
  assert.equal(problemOf({ field: null, message: 'The server is busy.' }), 'The server is busy.');
});
