/** The words of a text as buttons: two that are pressed one after the other change places. */

import { el, findAll, onWithin, setText } from '../dom.js';

/** @param {HTMLElement} container @param {{onState: (change: Record<string, unknown>) => void}} events `order`: where each word was before */
export function createLessonOrder(container, { onState }) {
  let order = /** @type {number[]} */ ([]);
  let held = /** @type {number | null} */ (null); // the place of the first of two words

  onWithin(container, 'click', 'button', (button) => pressed(Number(button.dataset.at)));

  function pressed(at) {
    if (held === null || held === at) return hold(held === at ? null : at);
    const next = [...order];
    [next[held], next[at]] = [next[at], next[held]];
    held = null;
    onState({ order: next.join('-') });
  }

  function hold(at) {
    held = at;
    findAll('button', container).forEach((button, n) => button.setAttribute('aria-pressed', String(n === held)));
  }

  /** @param {{figure: {words: string[], order: number[]}}} drawn `words` as they were */
  function update({ figure: { words, order: next } }) {
    order = next;
    const missing = Math.max(0, order.length - container.children.length);
    container.append(...Array.from({ length: missing }, () => el('button', { type: 'button' })));
    findAll('button', container).forEach((button, at) => {
      button.dataset.at = String(at);
      button.classList.toggle('away', order[at] !== at);
      setText(button, words[order[at]]);
      button.setAttribute('aria-label', `${words[order[at]]}, word ${at + 1} of ${order.length}: change places with the next word that you press`);
    });
    hold(null);
  }

  return { update };
}
