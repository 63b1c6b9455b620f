/** The words over the charts: every n-th where they are crowded, and always the current one. */

import { el, setStyle, setText } from '../dom.js';
import { tokenWord } from '../words.js';

const ROOM = 54; // px that a word takes, about

/** @param {HTMLElement} container */
export function createAxis(container) {
  const here = el('bdi', { class: 'on' });
  let labels = []; // every n-th word
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
    labels = words.flatMap((word, n) => (n % every ? [] : [{ n, element: label(el('bdi', {}, word), n) }]));
    container.replaceChildren(...labels.map(({ element }) => element), here);
    move(step);
  }

  /** In the middle of its column; where columns are narrower than words, kept within the chart at both ends. */
  function label(element, n) {
    const middle = (100 * (n + 0.5)) / words.length;
    const shift = every > 1 ? middle : 50;
    setStyle(element, { left: `${middle}%`, transform: `translateX(-${shift}%)`, 'max-width': `${(100 * every) / words.length}%` });
    return element;
  }

  /** Write the current word; those that it would touch make room. */
  function move(to) {
    step = to;
    setText(here, words[step] ?? '');
    label(here, step);
    for (const { n, element } of labels) element.hidden = Math.abs(n - step) < every;
  }

  return { update, move, destroy: () => observer.disconnect() };
}
