/** The two continuations to choose between: typed, or one of the suggested pairs. */

import { pairLabel, pairOf, pairsFor, viewOf } from '../ablate_words.js';
import { el, find, onWithin, setInvalid } from '../dom.js';

/**
 * @param {HTMLElement} container
 * @param {{onLook: (change: any) => void}} events
 */
export function createPair(container, { onLook }) {
  const fields = { for: find('[name=ablate-for]', container), against: find('[name=ablate-against]', container) };
  const list = find('.ablate-pairs', container);
  let pairs = /** @type {string[][]} */ ([]);

  for (const field of Object.values(fields)) field.addEventListener('input', () => onLook(viewOf([fields.for.value, fields.against.value])));
  onWithin(list, 'click', 'button', (button) => onLook(viewOf(pairs[[...list.children].indexOf(button)])));

  /** @param {any} view @param {any[]} guesses for the token after the selected step */
  function update(view, guesses) {
    const now = pairOf(view);
    Object.values(fields).forEach((field, n) => {
      if (field.value !== now[n]) field.value = now[n];
    });
    draw(pairsFor(guesses));
    pairs.forEach((pair, n) => list.children[n].setAttribute('aria-pressed', String(pair.every((each, side) => each === now[side]))));
  }

  /** The buttons stay where they are as far as their pairs do: one may have the focus. */
  function draw(next) {
    if (JSON.stringify(next) === JSON.stringify(pairs)) return;
    const other = next.findIndex((pair, n) => String(pair) !== String(pairs[n]));
    const kept = other < 0 ? next.length : other;
    while (list.children.length > kept) list.lastChild.remove();
    list.append(...next.slice(kept).map((pair) => el('button', { type: 'button' }, pairLabel(pair))));
    pairs = next;
  }

  /** Point at the field that cannot be used. @param {string | null} wrong */
  function mark(wrong) {
    for (const [name, field] of Object.entries(fields)) setInvalid(field, name === wrong);
  }

  return { update, mark };
}
