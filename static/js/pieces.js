/**
 * Sentences with live numbers. A piece is a string, or {text, tag, tone}: a `word` may run in any direction, a `number`
 * has the colour of its sign.
 */

import { el, setText } from './dom.js';
import { signed, tone } from './numbers.js';

/** A signed number. */
export function number(value) {
  return { text: signed(value), tag: 'b', tone: tone('signed', value) };
}

/** A gate as a share of the whole: 90 %. */
export function share(gate) {
  return { text: percentage(gate), tag: 'b', tone: '' };
}

/** A word of the sentence. */
export function word(text) {
  return { text, tag: 'bdi', tone: '' };
}

/** A gate between 0 and 1 in whole per cent. */
export function percentage(gate) {
  return `${Math.round(gate * 100)} %`;
}

/** The pieces as plain text. */
export function plain(pieces) {
  return pieces.map((piece) => piece.text ?? piece).join('');
}

/** Write pieces into an element; what has not changed stays as it is. */
export function setPieces(element, pieces) {
  pieces.map((piece) => (piece.tag ? piece : { text: piece, tag: 'span', tone: '' })).forEach(({ text, tag, tone }, n) => {
    if (element.children[n]?.localName !== tag) replaceAt(element, n, el(tag));
    const child = element.children[n];
    setText(child, text);
    if (child.className !== tone) child.className = tone;
  });
  while (element.children.length > pieces.length) element.lastChild.remove();
}

function replaceAt(element, n, child) {
  if (element.children[n]) element.children[n].replaceWith(child);
  else element.append(child);
}
