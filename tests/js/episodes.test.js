import assert from 'node:assert/strict';
import test from 'node:test';

import { episodeWords, habitWords } from '../../static/js/episode_words.js';
import { episodesOf, habits, LEAST_WRITE, weightiest, written } from '../../static/js/episodes.js';

const TOKENS = ['', 'The', ' king', ' said', ' that', ' he', '.'].map((text, step) => ({ step, id: step, text, start: step ? step : 0, end: step ? step + 1 : 0, part: null }));

/** A unit's signals from rows [f, i, g]: its cell follows from them. */
function unit(rows) {
  const lines = { forget: rows.map(([f]) => f), input: rows.map(([, i]) => i), candidate: rows.map(([, , g]) => g), cell: [] };
  rows.reduce((before, [f, i, g]) => (lines.cell.push(f * before + i * g), lines.cell.at(-1)), 0);
  return lines;
}

const said = (lines, tokens = TOKENS) => episodesOf(lines).map((episode) => episodeWords(episode, lines, tokens).map((piece) => piece.word ?? piece).join(''));
const QUIET = [0.9, 0.1, 0.1];

/** Units of all sorts, the same at every run. */
function* manyUnits() {
  let seed = 20261123;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (let n = 0; n < 400; n += 1) {
    const saturated = random() < 0.5;
    const gate = () => (saturated ? Number(random() < 0.6) * 0.98 + 0.01 : random());
    yield unit(Array.from({ length: 1 + Math.floor(random() * 24) }, () => [gate(), gate(), 2 * random() - 1]));
  }
}

test('opened, held, dropped', () => {
  const lines = unit([QUIET, QUIET, [0.1, 0.97, 0.95], [0.96, 0.1, 0], [0.951, 0.1, 0], [0.99, 0.05, 0], [0.08, 0, 0]]);
  assert.deepEqual(said(lines), ['Opened at “king” (i = 0.97, wrote +0.92); held 3 words (f ≥ 0.95); dropped at “.” (f = 0.08).']);
});

test('dropped at the very next word', () => {
  const lines = unit([QUIET, [0.5, 0.9, -0.5], [0.2, 0, 0]]);
  assert.deepEqual(said(lines), ['Opened at “The” (i = 0.90, wrote −0.45); dropped at the next word, “king” (f = 0.20).']);
});

test('still held at the end, and what was written to it meanwhile', () => {
  const lines = unit([[1, 0.8, 0.5], [0.9, 0.5, 0.4], [0.9, 1, -0.3], [0.8, 1, -1], [0.9, 1, -0.2], [0.9, 0, 0], [0.9, 0, 0]]);
  assert.deepEqual(said(lines), [
    'Opened at the start (i = 0.80, wrote +0.40); held 6 words (f ≥ 0.80), added to at “The” (+0.20), lessened at “king” (−0.30) and written to at 2 more words; still held at the end.',
  ]);
  assert.deepEqual(episodesOf(lines)[0].writes.map(({ effect }) => effect), ['added', 'lessened', 'turned', 'added']);
});

test('what every gate lets leak a little has faded in the end', () => {
  const lines = unit([[0, 1, 1], ...Array.from({ length: 5 }, () => [0.6, 0, 0])]);
  assert.deepEqual(said(lines), ['Opened at the start (i = 1.00, wrote +1.00); held 4 words (f ≥ 0.60); faded at “he” (7.8 % left).']);
});

test('a word that drops and writes ends one episode and opens the next', () => {
  const lines = unit([[0, 1, 1], [0.9, 0, 0], [0.1, 1, -1], [0.9, 0, 0]]);
  assert.deepEqual(episodesOf(lines).map(({ open, last, end }) => [open, last, end]), [[0, 1, 'dropped'], [2, 3, 'held']]);
});

test('one token, nothing at all, everything kept', () => {
  assert.deepEqual(said(unit([[0.5, 0.9, 0.9]])), ['Opened at the start (i = 0.90, wrote +0.81); the text ends there.']);
  const zero = unit([[0, 0, 0], [0, 0, 0]]);
  assert.deepEqual(episodesOf(zero), []);
  assert.equal(habitWords([], habits(zero)), 'It writes nothing of note on this text: the most that enters its belt at a word, |i · g|, is 0.00.');
  const kept = unit(Array.from({ length: 5 }, () => [1, 1, 1]));
  assert.deepEqual(episodesOf(kept).map(({ open, last, end, least }) => [open, last, end, least]), [[0, 4, 'held', 1]]);
  assert.equal(habitWords(episodesOf(kept), habits(kept)),
    'It only ever adds on this text: its forget gate lets nothing go (f ≥ 1.00), and whatever it writes in amounts of 0.10 or more is positive.');
});

test('a unit that lets go or writes both ways is not said to only add', () => {
  for (const rows of [[[1, 1, 1], [0.3, 1, 1]], [[1, 1, 1], [0.95, 1, -1]]]) {
    const lines = unit(rows);
    assert.equal(habitWords(episodesOf(lines), habits(lines)), '');
  }
});

test('a bound is never written higher than it is', () => {
  const lines = unit([[0, 1, 1], [0.9589, 0, 0], [0.99, 0, 0]]);
  assert.match(said(lines)[0], /f ≥ 0\.95\)/);
});

test('episodes lie apart, in order, and every word that writes is told of in one of them', () => {
  for (const lines of manyUnits()) {
    const episodes = episodesOf(lines);
    episodes.forEach(({ open, last }, n) => {
      assert.ok(open <= last && last < lines.cell.length);
      if (n) assert.ok(episodes[n - 1].last < open);
    });
    const told = episodes.flatMap(({ open, writes }) => [open, ...writes.map(({ step }) => step)]);
    assert.deepEqual(told, lines.cell.map((_, step) => step).filter((step) => Math.abs(lines.input[step] * lines.candidate[step]) >= LEAST_WRITE));
  }
});

test('the numbers of an episode are those of the trace', () => {
  for (const lines of manyUnits()) {
    for (const { open, last, amount, least, writes, end, left } of episodesOf(lines)) {
      const after = lines.forget.slice(open + 1, last + 1);
      assert.equal(amount, lines.input[open] * lines.candidate[open]);
      assert.equal(least, after.length ? Math.min(...after) : null);
      assert.ok(after.every((gate) => gate >= 0.5));
      for (const { step, amount: added } of writes) assert.equal(added, written(lines, step));
      const latest = writes.at(-1)?.step ?? open;
      const through = lines.forget.slice(latest + 1, last + 2).reduce((share, gate) => share * gate, 1);
      assert.ok(Math.abs(left - through) < 1e-12);
      assert.equal(end === 'held', last === lines.cell.length - 1);
      if (end === 'dropped') assert.ok(lines.forget[last + 1] < 0.5);
      if (end === 'faded') assert.ok(lines.forget[last + 1] >= 0.5 && left < 0.1);
    }
  }
});

test('the weightiest are told in order of time, the others are counted', () => {
  const lines = unit([[0, 1, 0.2], [0, 1, 1], [0, 1, -0.5], [0, 1, 0.3]]);
  const { shown, smaller } = weightiest(episodesOf(lines), 2);
  assert.deepEqual([shown.map(({ open }) => open), smaller], [[1, 2], 2]);
  assert.deepEqual(weightiest([], 6), { shown: [], smaller: 0 });
});
