import assert from 'node:assert/strict';
import test from 'node:test';

import { createHolding } from '../../static/js/holding.js';
import { movedHolds } from '../../static/js/hold_moves.js';
import { holdWords, shortWords } from '../../static/js/hold_words.js';
import { firstValue, fits, formatUnits, holdAt, inForce, inText, parseUnits, valueLimits } from '../../static/js/holds.js';

const HOLD = { layer: 0, units: [3, 7], signal: 'forget', steps: [2, 4], value: 1, off: false };
const TABLE = [{ name: 'forget', title: 'forget gate', symbol: 'f', scale: 'gate' }, { name: 'cell', title: 'cell', symbol: 'c', scale: 'signed' }];

/** A reading of words parted by blanks. */
function reading(text) {
  const tokens = [{ step: 0, id: 0, text: '<s>', start: 0, end: 0 }];
  for (const match of text.matchAll(/ ?[^ ]+/g)) tokens.push({ step: tokens.length, id: 1, text: match[0], start: match.index, end: match.index + match[0].length });
  return { text, tokens, steps: tokens.length };
}

test('what is off is listed, and not sent', () => {
  const { off, ...sent } = HOLD;
  assert.deepEqual(inForce([HOLD, { ...HOLD, off: !off }]), [sent]);
});

test('where a text is too short, holds end with it, and those behind it wait', () => {
  const steps = (...holds) => inText(holds.map((each) => ({ ...HOLD, steps: each })), 4).map((hold) => hold.steps);
  assert.deepEqual(steps([2, 9], [2, null], [4, 5], null, [0, 1]), [[2, 3], [2, 3], null, [0, 1]]);
});

test('of several holds on a signal the last one counts', () => {
  const view = { layer: 0, holds: [HOLD, { ...HOLD, units: null, steps: [4, null], value: 0 }, { ...HOLD, value: 0.5, off: true }] };
  const at = (unit, step, signal = 'forget', layer = 0) => holdAt({ ...view, layer }, { signal, unit, step })?.value ?? null;
  assert.deepEqual([at(3, 2), at(3, 4), at(9, 90), at(9, 3), at(3, 1)], [1, 0, 0, null, null]);
  assert.deepEqual([at(3, 2, 'input'), at(3, 2, 'forget', 1)], [null, null]);
});

test('a hold fits a network that has its layer, its signal and its units', () => {
  const model = { layers: 1, units: 8 };
  assert.ok(fits(HOLD, model, ['forget']));
  assert.ok(fits({ ...HOLD, units: null }, model, ['forget']));
  for (const other of [{ layer: 1 }, { signal: 'cell' }, { units: [3, 8] }]) assert.ok(!fits({ ...HOLD, ...other }, model, ['forget']));
});

test('a gate is first held the other way, contents at nothing', () => {
  assert.equal(firstValue({ scale: 'gate' }, [0.2, 0.4]), 1);
  assert.equal(firstValue({ scale: 'gate' }, [0.2, 0.9]), 0);
  assert.equal(firstValue({ scale: 'signed' }, [0.2]), 0);
  assert.deepEqual(valueLimits({ low: 0, high: 1 }, 5), { low: 0, high: 1 });
  assert.deepEqual(valueLimits({ low: null, high: null }, 5), { low: -5, high: 5 });
});

test('units are typed as numbers and runs of them, and written so', () => {
  assert.deepEqual(parseUnits('3, 5-7 3', 8), { units: [3, 5, 6, 7] });
  assert.deepEqual(parseUnits(' All ', 8), { units: null });
  for (const wrong of ['8', '5-3', 'x', '-1', '1.5']) assert.match(parseUnits(wrong, 8).problem, /is no unit: give numbers from 0 to 7/);
  assert.match(parseUnits(' , ', 8).problem, /at least one/);
  assert.equal(formatUnits([7, 3, 5, 6, 9, 10]), '3, 5-7, 9, 10');
  assert.equal(formatUnits(null), 'all');
});

test('a hold is said in words', () => {
  const about = reading('the king said no');
  const words = (change) => holdWords({ ...HOLD, ...change }, TABLE, about);
  assert.equal(words({}), 'forget gate of units 3, 7 held at 1.00 from “king” to “no”');
  assert.equal(words({ units: [3], steps: [2, 2] }), 'forget gate of unit 3 held at 1.00 at “king”');
  assert.equal(words({ units: null, steps: null, signal: 'cell', value: -1 }), 'cell of all units held at −1.00 at every word');
  assert.equal(words({ steps: [3, null] }), 'forget gate of units 3, 7 held at 1.00 from “said” to the end');
  assert.match(words({ steps: [3, 8] }), /from “said” to “no”, where the text ends$/);
  assert.match(words({ steps: [5, 8] }), /behind the end of the text, so it waits$/);
  assert.equal(shortWords({ ...HOLD, units: [0, 1, 2, 3, 4] }, TABLE), 'f of 5 units at 1.00');
});

test('holds go with their words while one edits before them', () => {
  const steps = (before, after, ...range) => movedHolds([{ ...HOLD, steps: range }], reading(before), reading(after))[0].steps;
  assert.deepEqual(steps('the king said', 'once the king said', 2, 3), [3, 4]);
  assert.deepEqual(steps('once the king said', 'the king said', 3, null), [2, null]);
  assert.deepEqual(steps('the king said', 'the king said no', 2, 3), [2, 3]);
  assert.deepEqual(steps('the old king said', 'the king said', 1, 4), [1, 3]);
});

test('what is cut off, or lies behind the end, is kept as it was said', () => {
  const holds = [{ ...HOLD, steps: [2, 3] }, { ...HOLD, steps: [7, 9] }, { ...HOLD, steps: null }];
  assert.equal(movedHolds(holds, reading('the king said'), reading('the')), holds);
  assert.equal(movedHolds(holds, reading('the king'), reading('the king')), holds);
});

test('each change can be undone and redone; those of one slider are one', () => {
  let holds = [];
  const holding = createHolding({ holds: () => holds, put: (next) => (holds = next) });
  holding.undo();
  assert.deepEqual(holds, []);
  holding.add(HOLD);
  for (const value of [0.1, 0.2, 0.3]) holding.set([{ ...HOLD, value }], '0 value');
  assert.deepEqual(holding.can(), { undo: true, redo: false });
  holding.undo();
  assert.deepEqual(holds, [HOLD]);
  holding.undo();
  assert.deepEqual([holds, holding.can()], [[], { undo: false, redo: true }]);
  holding.redo();
  holding.redo();
  assert.equal(holds[0].value, 0.3);
  holding.undo();
  holding.set([], '0 value');
  assert.deepEqual(holding.can(), { undo: true, redo: false });
});
