import assert from 'node:assert/strict';
import test from 'node:test';

import { lifeCell, lifeWords, livesLead, neighbourByLife } from '../../static/js/lives_words.js';
import { plain } from '../../static/js/pieces.js';

const NBSP = '\u00a0';

test('the layer in a sentence, and the selected unit', () => {
  const lives = { units: [0.5, 12, null, 0.25], books: [0.4, 2, 40.4, 0.3] };
  assert.equal(plain(livesLead(lives, 1)), `Half of the 4 units have forgotten half of what they held after 0.5${NBSP}words;`
    + ` 2 keep half of it for more than 10 words. Unit 1: 12${NBSP}words on this text, 2${NBSP}words in books.`);
  assert.match(plain(livesLead(lives, 2)), /Unit 2: longer than can be told on this text, 40\u00a0words in books\.$/);
});

test('without a unit, and without books', () => {
  assert.match(plain(livesLead({ units: [1, 2], books: null }, null)), /none keep half .* Select a unit to see where it stands\.$/);
  assert.match(plain(livesLead({ units: [1, 20], books: null }, 0)), /1 unit keeps half .* Unit 0: 1\u00a0words on this text\.$/);
});

test('half-lives have two digits', () => {
  assert.deepEqual([0.4321, 6.07, 42.4, 123.4].map(lifeWords), ['0.43', '6.1', '42', '120'].map((life) => `${life}${NBSP}words`));
  assert.deepEqual([0.4321, null].map(lifeCell), ['0.43', 'longer']);
});

test('from unit to unit by how long they remember', () => {
  const units = [3, null, 1, 3, 2];
  const walked = [2];
  for (let n = 0; n < 5; n += 1) walked.push(neighbourByLife(units, walked[n], 1));
  assert.deepEqual(walked, [2, 4, 0, 3, 1, 1]);
  assert.equal(neighbourByLife(units, 4, -1), 2);
  assert.equal(neighbourByLife(units, 2, -1), 2);
  assert.equal(neighbourByLife(units, null, 1), 2);
  assert.equal(neighbourByLife(units, null, -1), 1);
});
