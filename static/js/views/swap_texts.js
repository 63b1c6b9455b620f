/** The text beside the sentence: typed, taken from an example, exchanged with the sentence, or given up. */

import { find, findAll, onWithin } from '../dom.js';

/**
 * @param {HTMLElement} container
 * @param {{onOther: (text: string) => void, onPair: (a: string, b: string) => void, onTurn: () => void, onClear: () => void}} events
 */
export function createTexts(container, { onOther, onPair, onTurn, onClear }) {
  const field = find('textarea', container);
  const [turn, clear] = ['[data-exchange]', '[data-clear]'].map((selector) => find(selector, container));
  const examples = findAll('[data-a]', container);

  field.addEventListener('input', () => onOther(field.value));
  turn.addEventListener('click', onTurn);
  clear.addEventListener('click', () => {
    field.focus(); // this one goes
    onClear();
  });
  onWithin(container, 'click', '[data-a]', (link, event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onPair(link.dataset.a, link.dataset.b);
  });

  /** @param {{a: string, b: string, own: boolean}} texts `own`: whether there is another text at all */
  function update({ a, b, own }) {
    if (field.value !== b) field.value = b;
    clear.hidden = !own;
    turn.disabled = !own || !b.trim();
    for (const link of examples) {
      const isShown = link.dataset.a === a && link.dataset.b === b;
      if (isShown) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }

  /** Whether the text in the field cannot be used. */
  function mark(wrong) {
    if (wrong) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
  }

  return { update, mark };
}
