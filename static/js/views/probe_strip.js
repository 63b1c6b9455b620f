/** One sentence as a strip: its words on the colours of a unit's signal, and the value by which it counts. */

import { inkOn, mix, position } from '../colours.js';
import { el, setStyle, setText } from '../dom.js';
import { tone, written } from '../numbers.js';
import { isStart, visible } from '../words.js';

export function createStrip() {
  const words = el('a', { class: 'probe-words' });
  const value = el('b', { class: 'num' });
  const root = el('li', {}, words, value);
  let text = '';

  /** Another sentence, not read yet. @param {string} next */
  function begin(next) {
    text = next;
  }

  /** @param {{trace: any, scene: any, stops: string[]}} next `trace` null: not read yet */
  function paint({ trace, scene: { question, unit, signal, range }, stops }) {
    const read = trace && wordsOf(trace);
    const counted = read && countedValue(read, question.at);
    const colour = (each) => mix(stops, position(signal.scale, each, range));
    words.href = exploreLink(text, question, unit, signal);
    words.replaceChildren(...(read ? read.filter(isWhole).flatMap(({ token, value: each }) => wordOn(token, colour(each))) : [visible(text)]));
    setText(value, read ? written(signal.scale, counted) : '');
    value.className = `num ${read ? tone(signal.scale, counted) : ''}`;
  }

  return { root, begin, paint, near: false, drop: () => {}, text: () => text };
}

/** The words and their values; the start mark is left out, as its value is the same in all sentences. */
function wordsOf({ tokens, layers: [{ signals }] }) {
  const [values] = Object.values(signals);
  return tokens.map((token, step) => ({ token, value: values[step][0] })).filter(({ token }) => !isStart(token));
}

/** A character of several tokens is shown by its last one. */
const isWhole = ({ token: { part } }) => !part || part[0] === part[1];

function countedValue(words, at) {
  if (at === 'last') return words.at(-1).value;
  return words.reduce((sum, { value }) => sum + value, 0) / words.length;
}

/** A token on its colour; the blank before a word stays on paper. */
function wordOn({ text }, colour) {
  const isSpace = text.trim() === '';
  const begins = text.startsWith(' ') && !isSpace;
  const word = el('span', {}, isSpace ? text : visible(begins ? text.slice(1) : text));
  setStyle(word, { background: `rgb(${colour.join(' ')})`, color: inkOn(colour) });
  return begins ? [' ', word] : [word];
}

function exploreLink(text, { model, layer }, unit, signal) {
  return `/?${new URLSearchParams({ text, model, layer: String(layer), unit: String(unit), signal: signal.name })}`;
}
