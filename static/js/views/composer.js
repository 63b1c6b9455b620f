/** The sentence: a field that grows, examples to try, and a veil over what lies beyond the limit. */

import { find, findAll, onWithin, setText } from '../dom.js';

const LONG = 320; // from here on the sentence is set smaller

/** @param {HTMLFormElement} container @param {{onText: (text: string) => void, onExample: (which: number | 'turn') => void}} events */
export function createComposer(container, { onText, onExample }) {
  const field = find('textarea', container);
  const sheet = find('.sheet', container);
  const veil = find('.veil', container);
  const examples = findAll('[data-example]:not([data-example=turn])', container);

  field.addEventListener('input', () => {
    fit();
    onText(field.value);
  });
  container.addEventListener('submit', (event) => {
    event.preventDefault();
    onText(field.value);
  });
  onWithin(container, 'click', '[data-example]', (link, event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onExample(link.dataset.example === 'turn' ? 'turn' : Number(link.dataset.example));
  });

  /** `parts`: {read, unread}; `texts`: of the examples. The field itself is written only when it differs. */
  function update({ text, parts, texts }) {
    if (field.value !== text) field.value = text;
    veil.hidden = parts.unread === '';
    setText(find('.read', veil), veil.hidden ? '' : parts.read);
    setText(find('.unread', veil), parts.unread);
    examples.forEach((link, n) => (texts[n] === text ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current')));
    fit();
  }

  function fit() {
    sheet.classList.toggle('long', field.value.length > LONG);
    if (CSS.supports('field-sizing', 'content')) return;
    field.style.setProperty('height', 'auto');
    field.style.setProperty('height', `${field.scrollHeight}px`);
  }

  return { update, focus: () => field.focus(), destroy: () => {} };
}
