import assert from 'node:assert/strict';
import test from 'node:test';

import { cleared, MOST_PINNED, movedPosition, needsReading, requestOf, settleStep, splitText, stepAt, togglePin, withModel } from '../../static/js/state.js';

const VIEW = { text: 'the king', model: 'a', layer: 1, sort: 'half_life', show: 32, unit: 3, step: 2, signal: 'forget', pinned: [], holds: [] };

const LIMITS = { characters: 3, tokens: 6 };

/** A reading of words parted by blanks: the start mark, then one token a word. */
function reading(text) {
  const tokens = [{ step: 0, id: 0, text: '<s>', start: 0, end: 0 }];
  for (const match of text.matchAll(/ ?[^ ]+/g)) {
    const start = match.index;
    tokens.push({ step: tokens.length, id: 1, text: match[0], start, end: start + match[0].length });
  }
  return { text, tokens };
}

test('a text is cut at the limit by characters, not by halves of them', () => {
  assert.deepEqual(splitText('ab🙂🙂', LIMITS), { read: 'ab🙂', unread: '🙂', length: 4 });
});

test('where a text has too many tokens, what surely fits is read', () => {
  assert.equal(splitText('a🙂🙂', LIMITS, true).read, 'a🙂');
  assert.equal(splitText('abc', LIMITS, true).read, 'abc');
});

test('half of a surrogate pair is never sent', () => assert.equal(splitText('a\ud800', LIMITS).read, 'a\ufffd'));

test('a request holds what the server needs of a view', () => {
  assert.deepEqual(requestOf(VIEW, { text: 'x', theme: 'dark', holds: [] }, null), {
    text: 'x', model: 'a', layer: 1, sort: 'half_life', show: 32, unit: 3, step: null, signal: 'forget', pinned: [],
    holds: [], clip: true, theme: 'dark', top_k: 3, encoding: 'base64',
  });
});

test('the step is sent where rows go by it, and only for the tokens in which it was chosen', () => {
  const [view, asked, last] = [{ ...VIEW, sort: 'value' }, { text: 'the king', theme: 'dark' }, { text: 'the king', model: 'a' }];
  assert.equal(requestOf(view, asked, last).step, 2);
  assert.equal(requestOf(VIEW, asked, last).step, null);
  assert.equal(requestOf(view, { ...asked, text: 'the' }, last).step, null);
  assert.equal(requestOf(view, asked, { ...last, model: 'b' }).step, null);
  assert.equal(requestOf(view, asked, null).step, null);
});

test('while one types at the end, the last word stays selected', () => {
  assert.equal(settleStep(2, reading('the king'), reading('the king said')), 3);
  assert.equal(settleStep(3, reading('the king said'), reading('the')), 1);
});

test('a word further up stays selected while the text grows behind it', () => {
  assert.equal(settleStep(1, reading('the king'), reading('the king said')), 1);
});

test('a word stays selected while the text grows before it', () => {
  assert.equal(settleStep(2, reading('the king said'), reading('when the king said')), 3);
});

test('another model reads the same text: the same word, wherever its pieces lie', () => {
  const pieces = { text: 'the king', tokens: [{ start: 0, end: 0 }, { start: 0, end: 1 }, { start: 1, end: 3 }, { start: 3, end: 6 }, { start: 6, end: 8 }] };
  assert.equal(settleStep(2, reading('the king'), pieces), 3);
});

test('the start stays the start, and no step at all is the last one', () => {
  assert.equal(settleStep(0, reading('the king'), reading('a queen and a king')), 0);
  assert.equal(settleStep(null, null, reading('the king said')), 3);
});

test('a step beyond a shorter text is its last', () => assert.equal(settleStep(40, null, reading('the king')), 2));

test('positions move with the edit before them', () => {
  assert.equal(movedPosition('abc', 'abXc', 1), 1);
  assert.equal(movedPosition('abc', 'abXc', 2), 3);
});

test('the step at a position is the token that covers it', () => assert.equal(stepAt(reading('the king').tokens, 5), 2));

test('another model keeps the sentence and takes its own unit', () => {
  const model = { name: 'b', layers: 1, suggested: { unit: 7 } };
  const next = withModel(VIEW, model, [{ name: 'hidden' }]);
  assert.deepEqual(next, { ...VIEW, model: 'b', layer: 0, unit: 7, sort: 'liveliness', signal: 'hidden' });
});

const SHOWN = { row: (unit) => (unit < 8 ? unit : -1) };

test('a unit among the rows needs no request; one that is not does, pinned or selected', () => {
  assert.equal(needsReading(VIEW, { ...VIEW, unit: 5 }, SHOWN), false);
  assert.equal(needsReading(VIEW, { ...VIEW, unit: 9 }, SHOWN), true);
  assert.equal(needsReading(VIEW, { ...VIEW, pinned: [2, 9] }, SHOWN), true);
  assert.equal(needsReading(VIEW, { ...VIEW, unit: null }, SHOWN), false);
});

test('rows ordered by likeness follow the first pin, and the selected unit where nothing is pinned', () => {
  const alike = { ...VIEW, sort: 'similarity' };
  assert.equal(needsReading(alike, { ...alike, unit: 5 }, SHOWN), true);
  assert.equal(needsReading(alike, { ...alike, step: 1 }, SHOWN), false);
  const pinned = { ...alike, pinned: [4] };
  assert.equal(needsReading(pinned, { ...pinned, unit: 5 }, SHOWN), false);
  assert.equal(needsReading(pinned, { ...pinned, pinned: [4, 6] }, SHOWN), false);
  assert.equal(needsReading(pinned, { ...pinned, pinned: [] }, SHOWN), true);
});

test('rows ordered by the value at the playhead follow the step and the signal', () => {
  const here = { ...VIEW, sort: 'value' };
  assert.equal(needsReading(here, { ...here, step: 1 }, SHOWN), true);
  assert.equal(needsReading(here, { ...here, signal: 'cell' }, SHOWN), true);
  assert.equal(needsReading(here, { ...here, unit: 5 }, SHOWN), false);
});

test('a second press takes a pin away; one too many pushes the oldest out', () => {
  assert.deepEqual(togglePin([3, 5], 3), [5]);
  assert.deepEqual(togglePin([], 3), [3]);
  const full = Array.from({ length: MOST_PINNED }, (_, n) => n);
  assert.deepEqual(togglePin(full, 99), [...full.slice(1), 99]);
});

test('with nothing selected, rows no longer go by likeness to it', () => {
  assert.deepEqual(cleared({ ...VIEW, sort: 'similarity' }), { ...VIEW, unit: null, sort: 'liveliness' });
  assert.equal(cleared({ ...VIEW, sort: 'similarity', pinned: [1] }).sort, 'similarity');
  assert.equal(cleared(VIEW).sort, 'half_life');
});
