import assert from 'node:assert/strict';
import test from 'node:test';

import { plain } from '../../static/js/pieces.js';
import { formatSettings, parseSettings } from '../../static/js/write_settings.js';
import { batchOf, endingWords, firstOf, leadOf, markedPieces, noteOf, pairProblem, runsOf, tableOf, tally, wordsOf } from '../../static/js/write_words.js';

const PAIR = ['she', 'he'];
const ASKED = { text: 'A queen', model: 'm', settings: { tokens: 40, temperature: 1, top_k: 0, top_p: 1, seed: 5 }, holds: [] };
const HOLD = { layer: 0, units: null, signal: 'cell', steps: null, value: 0 };
const finish = (runs, texts) => texts.forEach((text, n) => Object.assign(runs[n], { text, phase: 'done', reason: 'length' }));
const ending = (fields) => endingWords({ text: '', seed: 7, tokens: 3, reason: 'length', error: null, recut: false, ...fields });

test('whole words count, in any case, and the first of them decides', () => {
  assert.equal(firstOf(' the other shed, then She’d said he', PAIR), 0);
  assert.equal(firstOf(' HE and she', PAIR), 1);
  assert.equal(firstOf(' they were here', PAIR), -1);
  assert.equal(firstOf('élise was éhe', PAIR), -1);
  assert.equal(firstOf(' she', ['', 'he']), -1);
});

test('the words are marked and nothing of the text is lost', () => {
  const text = ' and he, she — HE!';
  const pieces = markedPieces(text, PAIR);
  assert.equal(pieces.map((piece) => piece.text).join(''), text);
  assert.deepEqual(pieces.filter(({ side }) => side >= 0), [{ text: 'he', side: 1 }, { text: 'she', side: 0 }, { text: 'HE', side: 1 }]);
});

test('what means something in a pattern is a letter like any other', () => {
  for (const odd of ['.', '(a', 'a|b', '\\', '[x]', '-', '$', '{', '/']) assert.deepEqual(tally([`x ${odd} y`, 'plain', 'z'], [odd, 'z']), [1, 1, 1]);
});

test('the lead counts all three, with the holds beside', () => {
  const batch = batchOf({ ...ASKED, holds: [HOLD] });
  assert.match(plain(leadOf(null, PAIR, true)), /^From the end .* ten with the holds: does “she” or “he” come first\?$/);
  assert.equal(plain(leadOf(batch, PAIR, true)), 'It writes …');
  finish(batch.columns[0].runs, [' she', ' he and she', ' nobody']);
  const alone = '“she” comes before “he” in 1 of 3 continuations, “he” before “she” in 1; neither comes in 1.';
  assert.equal(plain(leadOf(batch, PAIR, true)), alone);
  finish(batch.columns[1].runs, [' he', ' he']);
  assert.equal(plain(leadOf(batch, PAIR, true)), `${alone} With the holds “she” comes first in 0 of 2, “he” in 2, neither in 0.`);
});

test('the same seeds write with and without the holds, one after the other, without signals', () => {
  const batch = batchOf({ ...ASKED, holds: [HOLD] });
  const asked = runsOf(batch).map(({ question }) => question);
  assert.equal(asked.length, 20);
  assert.deepEqual(asked.slice(0, 3).map(({ seed, holds }) => [seed, holds.length]), [[5, 0], [5, 1], [6, 0]]);
  assert.deepEqual(asked[19], { text: 'A queen', model: 'm', tokens: 40, min_tokens: 1, temperature: 1, top_k: 0, top_p: 1, seed: 14, holds: [HOLD], signals: [] });
  const last = batchOf({ ...ASKED, settings: { ...ASKED.settings, seed: 2 ** 32 - 1 } });
  assert.deepEqual([last.columns.length, last.columns[0].runs.at(-1).question.seed], [1, 2 ** 32 - 1]);
});

test('what does not fit the page any more is said', () => {
  const batch = batchOf(ASKED);
  assert.match(noteOf(batch, ASKED), /Hold a signal/);
  assert.match(noteOf(batch, { ...ASKED, holds: [HOLD] }), /before you changed/);
  assert.match(noteOf(batch, { ...ASKED, text: 'Another' }), /go on from “A queen”/);
  assert.match(noteOf(batchOf({ ...ASKED, text: `${'word '.repeat(20)}end` }), ASKED), /“… word( word)+ end”/);
});

test('the table has a row for each seed', () => {
  const { columns } = batchOf(ASKED);
  finish(columns[0].runs, [' he\tsaid', ' no']);
  const { rows, cell } = tableOf(columns, PAIR);
  assert.deepEqual([rows.length, rows[0], cell(0, 0), cell(0, 1), cell(1, 0)], [10, '5', 'he', 'he␉said', 'neither']);
});

test('two different words are needed', () => {
  assert.deepEqual(wordsOf({ favoured: ' they', against: null }), ['they', 'he']);
  assert.match(pairProblem(['', 'he']), /^Type both/);
  assert.match(pairProblem(['He', 'he']), /different/);
  assert.equal(pairProblem(PAIR), '');
});

test('every ending is said', () => {
  assert.equal(ending({}), 'Wrote 3 words with seed 7.');
  assert.equal(ending({ tokens: 1, reason: 'end' }), 'Wrote 1 word with seed 7, then ended its paragraph.');
  assert.equal(ending({ recut: true }), 'Wrote 3 words with seed 7. Read as a text, it falls into other tokens.');
  assert.match(ending({ reason: 'left' }), /^Stopped after 3 words/);
  assert.match(ending({ tokens: 0, reason: 'full' }), /^△ The text is as long/);
  assert.match(ending({ reason: 'full' }), /^△ Stopped after 3 words: the text is/);
  assert.match(ending({ reason: 'stopped' }), /^△ The server stopped it/);
  assert.equal(ending({ reason: 'failed', error: new Error('Busy.') }), '△ Busy. The 3 words until then stay.');
});

test('settings are kept as text, and what cannot be read is as usual or at the nearest end', () => {
  const usual = { tokens: 40, temperature: 0.8, top_k: 0, top_p: 0.95, seed: 1 };
  assert.deepEqual(parseSettings(null), usual);
  assert.deepEqual(parseSettings('x,,Infinity,nan'), usual);
  assert.deepEqual(parseSettings('1000,-3,99,7,-1'), { tokens: 200, temperature: 0, top_k: 50, top_p: 1, seed: 0 });
  assert.deepEqual(parseSettings('7.6,0.333333,5,0.5,4294967296'), { tokens: 8, temperature: 0.3333, top_k: 5, top_p: 0.5, seed: 4294967295 });
  assert.equal(formatSettings(usual), null);
  const odd = { ...usual, seed: 9 };
  assert.equal(formatSettings(odd), '40,0.8,0,0.95,9');
  assert.deepEqual(parseSettings(formatSettings(odd)), odd);
});
