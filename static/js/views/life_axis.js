/** The words over the charts: every n-th where they are crowded, and always the current one. */

import { el, setStyle } from '../dom.js';
import { tokenWord } from '../words.js';

const ROOM = 54; // px that a word takes, about

/** @param {HTMLElement} container */
export function createAxis(container) {
  let labels = [];
  let words = [];
  let every = 1;
  let step = 0;
  let width = container.clientWidth;
  const observer = new ResizeObserver(([{ contentRect }]) => {
    width = contentRect.width;
    write();
  });
  observer.observe(container);

  function update({ reading, view }) {
    words = reading.tokens.map(tokenWord);
    step = view.step;
    write();
  }

  function write() {
    if (!words.length || !width) return;
    every = Math.ceil((ROOM * words.length) / width);
    labels = words.map((word, n) => label(word, n));
    container.replaceChildren(...labels);
    move(step);
  }

  /** In the middle of its column; where columns are narrower than words, kept within the chart at both ends. */
  function label(word, n) {
    const element = el('bdi', {}, word);
    const middle = (100 * (n + 0.5)) / words.length;
    const shift = every > 1 ? middle : 50;
    setStyle(element, { left: `${middle}%`, transform: `translateX(-${shift}%)`, 'max-width': `${(100 * every) / words.length}%` });
    return element;
  }

  /** Mark the current word; those that would touch it make room. */
  function move(to) {
    step = to;
    labels.forEach((element, n) => {
      element.hidden = n !== step && (n % every > 0 || Math.abs(n - step) < every);
      element.classList.toggle('on', n === step);
    });
  }

  return { update, move, destroy: () => observer.disconnect() };
}
