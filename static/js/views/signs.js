/** The signs of the drawing as buttons: each tells what it does at this moment. They lie over it, for an image has none. */

import { el, setStyle, setText } from '../dom.js';

/** @param {HTMLElement} container of the drawing @param {string} kind of layer, for names of elements */
export function createSigns(container, kind) {
  const signs = new Map();

  /** Put a button over each sign of a drawing {spots, width, height}; those that are there move. */
  function place({ spots, width, height }) {
    for (const { name, x, y } of spots) {
      if (!signs.has(name)) signs.set(name, create(name));
      setStyle(signs.get(name).button, { left: `${(100 * x) / width}%`, top: `${(100 * y) / height}%` });
    }
  }

  function create(name) {
    const id = `sign-${kind}-${name}`;
    const button = el('button', { type: 'button', class: 'sign-button', popovertarget: id });
    const [title, text] = [el('h3'), el('p')];
    const help = el('div', { popover: '', id, class: 'help' }, title, text);
    container.append(button, help);
    return { button, title, text };
  }

  /** Say what they do now: {title, text} by name. */
  function show(said) {
    for (const [name, { button, title, text }] of signs) {
      setText(title, said[name].title);
      setText(text, said[name].text);
      if (button.getAttribute('aria-label') !== said[name].title) button.setAttribute('aria-label', said[name].title);
    }
  }

  return { place, show };
}
