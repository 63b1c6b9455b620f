import assert from 'node:assert/strict';
import { test } from 'node:test';

import { addressOf, askedOf, withChange } from '../../static/js/lesson_address.js';
import { createProgress } from '../../static/js/progress.js';

/** A storage that keeps what it is given. */
function storage(kept = {}) {
  return { getItem: (key) => kept[key] ?? null, setItem: (key, value) => { kept[key] = value; }, kept };
}

test('the address of a state keeps the view, and leaves out what is empty', () => {
  const asked = askedOf('?step=3&view=teacher&text=a%20b');
  assert.deepEqual(asked, { step: '3', text: 'a b' });
  assert.equal(addressOf('?view=teacher', withChange(asked, { step: '', unit: 7 })), '?text=a+b&unit=7&view=teacher');
  assert.equal(addressOf('', {}), '');
});

test('zero is a value, nothing is none', () => {
  assert.deepEqual(withChange({ forget: '0.5' }, { forget: 0, input: null }), { forget: '0' });
});

test('progress is kept, counted among chapters, taken back and cleared', () => {
  const device = storage();
  const progress = createProgress(device);
  progress.mark('one');
  progress.mark('two');
  progress.mark('one');
  assert.deepEqual(createProgress(device).among(['three', 'two', 'one']), ['two', 'one']);
  progress.mark('two', false);
  assert.equal(createProgress(device).isDone('two'), false);
  progress.clear();
  assert.equal(createProgress(device).isDone('one'), false);
});

test('a storage that is damaged, full or missing loses nothing but what it kept', () => {
  assert.deepEqual(createProgress(storage({ 'gatescope-lesson': '{"a":' })).among(['a']), []);
  assert.deepEqual(createProgress(storage({ 'gatescope-lesson': '{"a":1}' })).among(['a']), []);
  const refusing = { getItem: () => { throw new Error('no'); }, setItem: () => { throw new Error('full'); } };
  for (const device of [refusing, null]) {
    const progress = createProgress(device);
    progress.mark('one');
    assert.equal(progress.isDone('one'), true);
  }
});
