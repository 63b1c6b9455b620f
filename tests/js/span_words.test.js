import assert from 'node:assert/strict';
import test from 'node:test';

import { plain } from '../../static/js/pieces.js';
import { endWords, lasted, spanName, spansLead } from '../../static/js/span_words.js';

const TOKENS = ['', ' queen', ' said', ' king', '.'].map((text, step) => ({ step, id: step, text, start: step, end: step ? step + 1 : 0, part: null }));
const ERASED = { unit: 37, from: 1, to: 3, value: 0.894, end: 'erased', by: 3, held: 0.01, by_hand: false };
const FADED = { unit: 4, from: 0, to: 3, value: -0.2, end: 'faded', by: null, held: 0.09 };
const ALIVE = { unit: 5, from: 2, to: null, value: 0.3, end: 'alive', by: null, held: 0.66 };
const lead = (spans, which, step = 2, found = spans.length) => plain(spansLead({ tokens: TOKENS, found, spans }, { which, least: 0.1, step }));

test('the longest is told, and how many are held at the playhead', () => {
  assert.equal(lead([FADED, ERASED, ALIVE], 'longest', 2, 1204),
    '1,204 memories of at least 0.10, the longest: unit 5 held what “said” wrote, +0.30, for 3 words; 66 % of it is left at the end. At “said”, 3 of the 3 below are held.');
  assert.match(lead([FADED, ERASED, ALIVE], 'longest', 3), /At “king”, 1 of the 3 below is held\.$/);
});

test('of equals the stronger is told', () => {
  assert.match(lead([{ ...ERASED, unit: 1, value: 0.5 }, ERASED], 'longest'), /unit 37 held/);
});

test('one memory is one', () => {
  assert.equal(lead([ALIVE], 'alive'),
    '1 memory of at least 0.10 is alive at the end, the oldest: unit 5 held what “said” wrote, +0.30, for 3 words; 66 % of it is left at the end. At “said”, 1 of the 1 below is held.');
});

test('what a word wrote and erased', () => {
  assert.equal(lead([ERASED], 'erased', 3), '“king” erased 1 memory of at least 0.10, the longest: unit 37 held what “queen” wrote, +0.89, for 2 words, until “king” erased it.');
  assert.match(lead([ERASED], 'written', 1), /^“queen” wrote 1 memory of at least 0\.10, the longest: unit 37/);
});

test('what faded has no word that erased it', () => {
  assert.match(lead([FADED], 'longest'), /held what the start wrote, −0\.20, for 3 words, until it had faded\./);
});

test('a memory may outlast the word that took most of it', () => {
  assert.match(lead([{ ...ERASED, to: 4 }], 'erased', 3), /wrote, \+0\.89, for 3 words; “king” took the most of it\.$/);
});

test('what a hold wrote or ended, no word did', () => {
  const given = { ...ALIVE, by_hand: true };
  const ended = { ...ERASED, end: 'held' };
  assert.match(lead([given], 'alive'), /unit 5 was given by hand at “said”, \+0\.30, for 3 words; 66 % of it is left at the end\./);
  assert.match(lead([ended], 'written', 1), /held what “queen” wrote, \+0\.89, for 2 words, until it was held by hand at “king”\.$/);
  assert.equal(spanName(given, TOKENS), 'unit 5: by hand at “said” +0.30, held for 3 words, alive, 66 % left');
  assert.equal(endWords(ended, TOKENS), 'until it was held by hand at “king”');
});

test('nothing is said to be nothing', () => {
  assert.equal(lead([], 'erased', 3), '“king” erased nothing: no memory of at least 0.10 ended by its forget gates.');
  assert.equal(lead([], 'written', 3), '“king” wrote no memory of at least 0.10 into this layer.');
  assert.equal(lead([], 'alive'), 'No memory of at least 0.10 is alive at the end.');
  assert.equal(lead([], 'longest'), 'No word wrote a memory of at least 0.10 into this layer.');
});

test('a memory has a name and a length', () => {
  assert.equal(spanName(ERASED, TOKENS), 'unit 37: “queen” wrote +0.89, held for 2 words, erased by “king”');
  assert.deepEqual([ERASED, FADED, ALIVE].map((span) => lasted(span, 5)), [2, 3, 3]);
  assert.deepEqual([ERASED, FADED, ALIVE].map((span) => endWords(span, TOKENS)), ['erased by “king”', 'faded', 'alive, 66 % left']);
});
