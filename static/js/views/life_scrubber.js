/** The playhead over the charts: one slider over all of them, moved by press, drag and arrows. */

import { find, setStyle } from '../dom.js';
import { written } from '../numbers.js';
import { quoted } from '../words.js';

const FEW = 5; // words that Page Up and Page Down jump

/** @param {HTMLElement} over the charts @param {{onStep: (step: number) => void}} events */
export function createScrubber(over, { onStep }) {
  const band = find('.life-band', over);
  let steps = 0;
  let step = 0;

  function stepAt({ clientX }) {
    const { left, width } = over.getBoundingClientRect();
    return clamp(Math.floor(((clientX - left) / width) * steps), steps - 1);
  }

  // A finger may be about to scroll: it selects by dragging sideways or by a tap.
  over.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.pointerType === 'touch') return;
    over.setPointerCapture(event.pointerId);
    onStep(stepAt(event));
  });
  over.addEventListener('pointermove', (event) => event.buttons === 1 && onStep(stepAt(event)));
  over.addEventListener('click', (event) => event.detail > 0 && onStep(stepAt(event)));
  over.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = { ArrowLeft: step - 1, ArrowRight: step + 1, PageDown: step + FEW, PageUp: step - FEW, Home: 0, End: steps - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onStep(clamp(next, steps - 1));
  });

  /** @param {any} scene @param {any[]} table its signals in the order of the rows */
  function move({ reading, view, ready }, table) {
    ({ steps } = reading);
    ({ step } = view);
    setStyle(band, { transform: `translateX(${100 * step}%)` });
    const values = ready ? table.map(({ name, title, scale }) => `${title} ${written(scale, reading.value(name, view.unit, step))}`) : [];
    over.setAttribute('aria-valuemax', String(steps - 1));
    over.setAttribute('aria-valuenow', String(step));
    over.setAttribute('aria-valuetext', [quoted(reading.tokens[step]), ...values].join(', '));
  }

  return { move };
}

const clamp = (number, most) => Math.min(most, Math.max(0, number));
