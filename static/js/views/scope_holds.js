/** The numbers of the drawing as buttons: each holds its signal, or leads to the hold that is in force on it. */

import { el, setStyle } from '../dom.js';
import { holdAt } from '../holds.js';
import { written } from '../numbers.js';

/**
 * @param {HTMLElement} container of the drawing
 * @param {{onHold: (signal: string) => void}} events of the selected unit, from the selected step on
 */
export function createScopeHolds(container, { onHold }) {
  const buttons = new Map();

  /** Put a button over each number of a drawing {handles, width, height}; those that are there move. */
  function place({ handles, width, height }) {
    for (const { name, x, y, across, down } of handles) {
      if (!buttons.has(name)) buttons.set(name, create(name));
      setStyle(buttons.get(name), { left: `${(100 * x) / width}%`, top: `${(100 * y) / height}%`,
        width: `${(100 * across) / width}%`, height: `${(100 * down) / height}%` });
    }
  }

  function create(name) {
    const button = el('button', { type: 'button', class: 'hold-button', 'data-holds': name });
    button.addEventListener('click', () => onHold(name));
    container.append(button);
    return button;
  }

  function show({ view, table }, moment) {
    for (const [name, button] of buttons) {
      const { title, scale } = table.find((each) => each.name === name);
      const held = holdAt(view, { signal: name, unit: view.unit, step: view.step }) !== null;
      const words = held ? `The ${title} is held: change it` : `Hold the ${title}, now ${written(scale, moment[name])}`;
      button.setAttribute('aria-pressed', String(held));
      button.setAttribute('aria-label', words);
      button.title = words;
    }
  }

  return { place, show };
}
