/** The sentence: a field that grows, examples to try, and a veil over what lies beyond the limit. */

import { el, find, onWithin, setText } from '../dom.js';

const LONG = 320; // from here on the sentence is set smaller

/** @param {HTMLFormElement} container @param {{onText: (text: string) => void, onExample: (which: number | 'turn') => void}} events */
export function createComposer(container, { onText, onExample }) {
  const field = find('textarea', container);
  const sheet = find('.sheet', container);
  const veil = find('.veil', container);
  const [label, turn, own] = ['label[for=sentence]', '[data-example=turn]', '.own'].map((selector) => find(selector, container));
  let shown = ''; // the model whose examples are there

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

  /** Keys can be faster than the scripts. Returns whether there is a text of theirs. */
  function begin() {
    const isOther = field.value !== field.defaultValue;
    if (isOther) onText(field.value);
    return isOther;
  }

  /** `parts`: {read, unread}; `model`: who reads. The field itself is written only when it differs. */
  function update({ text, parts, model }) {
    if (field.value !== text) field.value = text;
    veil.hidden = parts.unread === '';
    setText(find('.read', veil), veil.hidden ? '' : parts.read);
    setText(find('.unread', veil), parts.unread);
    if (model.name !== shown) offer(model);
    [...own.children].forEach((link, n) => (model.examples[n].text === text ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current')));
    fit();
  }

  /** What this model reads, and its own examples. */
  function offer({ name, asked, turn: path, examples }) {
    shown = name;
    setText(label, `${asked} for the model to read`);
    field.placeholder = asked;
    turn.hidden = path === null;
    if (path) turn.setAttribute('href', path);
    own.replaceChildren(...examples.map((example, n) => el('a', { href: example.href, 'data-example': String(n) }, example.name)));
  }

  function fit() {
    sheet.classList.toggle('long', field.value.length > LONG);
    if (CSS.supports('field-sizing', 'content')) return;
    field.style.setProperty('height', 'auto');
    field.style.setProperty('height', `${field.scrollHeight}px`);
  }

  return { begin, update, focus: () => field.focus(), destroy: () => {} };
}
