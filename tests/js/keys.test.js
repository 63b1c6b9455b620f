import assert from 'node:assert/strict';
import test from 'node:test';

import { actionOf } from '../../static/js/keys.js';

/** A key on an element that matches these selectors; `open`: whether a dialog or an explanation is. */
function press(key, { on = [], open = false, ...rest } = {}) {
  const target = {
    matches: (selector) => selector.split(', ').some((each) => on.includes(each)),
    ownerDocument: { querySelector: () => (open ? {} : null) },
  };
  return actionOf(/** @type {any} */ ({ key, target, ...rest }));
}

const MEANINGS = {
  ' ': 'play', ArrowLeft: 'back', ArrowRight: 'on', Home: 'first', End: 'last', j: 'unitDown', k: 'unitUp', p: 'pin',
  u: 'drawing', w: 'words', h: 'hold', Escape: 'clear',
};
const LETTERS = ['h', 'j', 'k', 'p', 'u', 'w'];

for (const [key, action] of Object.entries(MEANINGS)) {
  test(`${key === ' ' ? 'Space' : key} on the page: ${action}`, () => assert.equal(press(key), action));
}

test('? needs its shift, on keyboards where it does', () => {
  assert.equal(press('?', { shiftKey: true }), 'help');
  assert.equal(press('?'), 'help');
});

test('letters mean the same with caps lock, and nothing with shift', () => {
  assert.equal(press('P'), 'pin');
  assert.equal(press('P', { shiftKey: true }), null);
  assert.equal(press(' ', { shiftKey: true }), null);
});

test('up and down scroll the page; other keys mean nothing', () => {
  for (const key of ['ArrowUp', 'ArrowDown', 'PageUp', 'Tab', 'Enter', 'x', 'toString', 'Dead']) assert.equal(press(key), null);
});

test('undo and redo, but not of what is typed', () => {
  assert.equal(press('z', { ctrlKey: true }), 'undo');
  assert.equal(press('Z', { metaKey: true, shiftKey: true }), 'redo');
  assert.equal(press('y', { ctrlKey: true }), 'redo');
  assert.equal(press('z', { ctrlKey: true, altKey: true }), null);
  assert.equal(press('z', { ctrlKey: true, on: ['textarea'] }), null);
  assert.equal(press('z'), null);
});

test('with another modifier a key belongs to the browser', () => {
  for (const modifier of ['ctrlKey', 'metaKey', 'altKey']) assert.equal(press('p', { [modifier]: true }), null);
});

test('while something is typed no key means anything', () => {
  for (const on of ['textarea', 'select', '[contenteditable=true]']) {
    for (const key of [...Object.keys(MEANINGS), '?']) assert.equal(press(key, { on: [on] }), null, `${key} on ${on}`);
  }
  assert.equal(press('p', { isComposing: true }), null);
});

test('while a dialog or an explanation is open, Esc closes that, and other keys are its own', () => {
  for (const key of [...Object.keys(MEANINGS), '?']) assert.equal(press(key, { open: true }), null);
});

test('what another part of the page has answered is not answered again', () => assert.equal(press('ArrowRight', { defaultPrevented: true }), null));

test('buttons are pressed with Space; the other keys go on', () => {
  for (const on of ['button', 'summary', 'input[type=checkbox]']) {
    assert.equal(press(' ', { on: [on] }), null);
    for (const key of ['ArrowLeft', 'ArrowRight', 'Escape', ...LETTERS]) assert.equal(press(key, { on: [on] }), MEANINGS[key]);
  }
});

test('sliders and groups of choices keep their arrows', () => {
  for (const on of ['input[type=range]', 'input[type=radio]']) {
    for (const key of ['ArrowLeft', 'ArrowRight', 'Home', 'End']) assert.equal(press(key, { on: [on] }), null);
  }
  assert.equal(press(' ', { on: ['input[type=range]'] }), 'play');
  assert.equal(press(' ', { on: ['input[type=radio]'] }), null);
});

test('what scrolls keeps its arrows', () => {
  assert.equal(press('ArrowRight', { on: ['[role=region][tabindex]'] }), null);
  assert.equal(press('p', { on: ['[role=region][tabindex]'] }), 'pin');
});

test('a key held down steps on, and switches nothing to and fro', () => {
  assert.equal(press('ArrowRight', { repeat: true }), 'on');
  assert.equal(press('j', { repeat: true }), 'unitDown');
  for (const key of [' ', 'p', 'u', 'w']) assert.equal(press(key, { repeat: true }), null);
});
