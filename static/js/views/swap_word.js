/**
 * A word that becomes a small field: Enter or leaving it takes what was typed, Escape does not. The field lies over the
 * word, so that nothing moves: a press on another word that ends it would miss that word.
 */

import { el, setStyle, setText } from '../dom.js';

/**
 * @param {HTMLElement} button the word; its positioned container holds the field, too
 * @param {{word: string, typed: string, onWord: (word: string) => void}} needs `typed`: what stands in the field at first
 * @returns {{leave: () => string | null}} ends it as Escape does; gives what stood in the field, null if it had ended
 */
export function editWord(button, { word, typed, onWord }) {
  const field = el('input', {
    type: 'text', class: 'swap-edit word', value: typed, autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'done',
    'aria-label': `Another word in place of “${word}”`,
  });
  let done = false;

  function end(next, back) {
    if (done) return;
    done = true; // taking a focused field away is leaving it, too
    field.remove();
    if (back) button.focus();
    if (next === word) return;
    setText(button.firstElementChild, next);
    onWord(next);
  }

  field.addEventListener('keydown', (event) => {
    event.stopPropagation(); // arrows move in the field
    if (event.isComposing || !['Enter', 'Escape'].includes(event.key)) return;
    event.preventDefault();
    end(event.key === 'Enter' ? field.value.trim() : word, true);
  });
  field.addEventListener('blur', () => end(field.value.trim(), false));
  setStyle(field, { left: `${button.offsetLeft}px`, top: `${button.offsetTop}px`, 'min-width': `max(5ch, ${button.offsetWidth}px)` });
  button.offsetParent?.append(field);
  field.focus();
  field.select();

  function leave() {
    if (done) return null;
    end(word, false);
    return field.value;
  }

  return { leave };
}
