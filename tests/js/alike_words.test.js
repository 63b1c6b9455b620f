import assert from 'node:assert/strict';
import test from 'node:test';

import { ownRow, rangeWords, rowName, rowOf } from '../../static/js/alike_rows.js';
import { alikeContents, alikeLead, byDifference, guidanceWords, inWords, pastedWords, rowsWords, similarityWords, thresholdWords } from '../../static/js/alike_words.js';
import { OWN } from '../../static/js/alike_settings.js';
import { plain } from '../../static/js/pieces.js';

const SHARES = { inside_quotes: { moments: 0.62, corpus: 0.11, words: 'inside quotes' }, sentence_start: { moments: 0, corpus: 0.05, words: 'in the first word of a sentence' } };
const moment = (similarity) => ({ similarity, token: ' he', step: 2, text: 'And “he', labels: { inside_quotes: true, sentence_start: false } });
const ANSWER = { moments: [moment(0.934), moment(0.8712)], searched: 12_345, distribution: SHARES };
const ASKED = { words: '“he”', where: 'labelled', units: null, before: false };
const lead = (answer, asked) => plain(alikeLead({ ...ANSWER, ...answer }, { ...ASKED, ...asked }));

test('likeness is told by its cosines and by the label that tells most', () => {
  assert.equal(lead({}, {}), 'Of 12,345 moments in the labelled sentences, these 2 are most like “he”, with a cosine from 0.93 down to 0.87. 62 % of them are inside quotes; of all moments, 11 %.');
  assert.match(lead({ moments: [moment(1)] }, { where: OWN }), /in your text, this one is most like “he”, with a cosine of 1\.00\. It is inside quotes/);
  assert.match(lead({ distribution: { inside_quotes: { moments: 0.15, corpus: 0.11 } } }, { where: 'books' }), /the index “books”.* No label is much more or less common/);
  assert.equal(lead({ moments: [] }, {}), 'There is no other moment in the labelled sentences to compare “he” with.');
});

test('a pattern is told by how often it comes up', () => {
  const guidance = { matches: 143 };
  assert.match(lead({ guidance }, { units: 3, before: true }), /^The 3 units that are on at “he” switch on together at 143 of 12,345 moments in the labelled sentences\. 62 % of the 2 clearest are/);
  assert.match(lead({ guidance: { matches: 2 }, distribution: { inside_quotes: { moments: 1, corpus: 0.11, words: 'inside quotes' } } }, { units: 2 }), /All of them are inside quotes/);
  assert.match(lead({ guidance }, { units: 1 }), /^The unit that is on at “he” is on at 143 of /);
  assert.match(lead({ moments: [], guidance: { matches: 0 } }, { units: 2 }), /are on together at none of 12,345 .* Fewer units find more: /);
  assert.match(lead({ moments: [], guidance: { matches: 0 } }, { units: 1, before: true }), /switches on at none of .* Try other words/);
});

test('a threshold is judged by how rarely its units are above it', () => {
  const quantiles = [0.5, 0.75, 0.9, 0.95, 0.99];
  const values = [[0, 0.1, 0.2, 0.3, 0.4], [0.1, 0.2, 0.4, 0.6, 0.9]];
  assert.equal(guidanceWords({ quantiles, values }, 0.6), 'Each unit is above 0.60 at 5.0 % of all moments at most.');
  assert.equal(guidanceWords({ quantiles, values }, 0.1), 'Each unit is above 0.10 at half of all moments at most.');
  assert.match(guidanceWords({ quantiles, values }, 0.05), /more than half of all moments/);
  assert.equal(thresholdWords(3, 0.5, '“said” to “that”', true), '3 units are above 0.50 at “said” to “that” and not just before.');
  assert.match(thresholdWords(0, 0.5, '“he”', false), /^No unit is above 0\.50 at “he”\. Try a lower threshold/);
});

test('labels go by how much more or less common they are', () => {
  assert.deepEqual(byDifference(SHARES), ['inside_quotes', 'sentence_start']);
});

test('properties without words are left out', () => {
  const { distribution } = inWords({ distribution: { late_in_word: { moments: 1, corpus: 0 }, inside_quotes: { moments: 0.5, corpus: 0.1 } } }, { bracket_open: 'inside brackets', inside_quotes: 'inside quotes' });
  assert.deepEqual(distribution, { inside_quotes: { moments: 0.5, corpus: 0.1, words: 'inside quotes' } });
});

test('the rows say what their colours and their numbers are', () => {
  const likeness = { shown: [7, 3], signal: 'hidden', query: {} };
  assert.match(rowsWords(likeness, { short: 'inside quotes', full: 'inside quotes' }), /by the hidden state of unit 7 \(inside quotes\); at the left, the cosine\./);
  assert.match(rowsWords({ ...likeness, query: null }, null), /above the threshold\./);
  assert.deepEqual([similarityWords({ similarity: 0.934 }, likeness), similarityWords({ similarity: 0.4 }, { query: null })], ['0.93', '+0.40']);
});

test('what found no room is said with the way to search it', () => {
  assert.equal(pastedWords({ texts: ['a'], left: 0 }), '1 text, one a line.');
  assert.match(pastedWords({ texts: ['a', 'b'], left: 4000 }), /^2 texts, one a line\. △ The last 4,000 characters found no room\. “gatescope index FILE”/);
  assert.equal(pastedWords({ texts: [], left: 0 }), '');
});

test('a row has the matched word between its context, and labels word by word', () => {
  const tokens = [{ step: 0, text: '<s>' }, { step: 1, text: ' "' }, { step: 2, text: 'he' }, { step: 3, text: ' said' }];
  const { before, here, after } = rowOf({ step: 2, context: { first: 0, tokens, track: [0, 0.5, -1, 0.25], labels: { inside_quotes: [false, true, true, true] } } });
  assert.deepEqual(before.map(({ text }) => text), ['start', ' "']);
  assert.deepEqual(here, { text: 'he', step: 2, value: -1, labels: ['inside_quotes'] });
  assert.deepEqual(after, [{ text: ' said', step: 3, value: 0.25, labels: ['inside_quotes'] }]);
  assert.equal(rowName({ before, here, after }, '0.93'), '0.93: “he” in “"he said”');
});

test("the reader's own moment stands in a row like the others", () => {
  const tokens = Array.from({ length: 30 }, (_, step) => ({ step, id: step, text: step ? ` w${step}` : '<s>', start: 3 * step, end: 3 * step + (step ? 3 : 0) }));
  const { before, here, after } = ownRow(tokens, 14, tokens.map(({ step }) => step / 10));
  assert.deepEqual([before.length, before[0].step, here.text, here.value, after.length], [12, 2, ' w14', 1.4, 6]);
  assert.deepEqual(ownRow(tokens, 0, null), { before: [], here: { text: 'start', step: 0, value: null, labels: [] }, after: ownRow(tokens, 0, null).after });
  assert.equal(rangeWords(tokens, [3, 3]), '“w3”');
  assert.equal(rangeWords(tokens, [3, 5]), '“w3” to “w5”');
});

test('the table has a row for each moment, and a column for each label', () => {
  const { columns, rows, cell } = alikeContents(ANSWER);
  assert.deepEqual(columns, ['similarity', 'step', 'text', 'inside quotes', 'in the first word of a sentence']);
  assert.deepEqual(rows, [{ word: 'he' }, { word: 'he' }]);
  assert.deepEqual(columns.map((_, n) => cell(0, n)), ['0.9340', '2', 'And “he', 'yes', 'no']);
});
