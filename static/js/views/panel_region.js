/**
 * Drawing a rectangle over a map: words by units that are to be held. By mouse or finger (with Shift, or while the tool
 * is on), or by Shift and the arrow keys, then Enter; Escape takes it back.
 */

import { el } from '../dom.js';
import { clamp, lay } from '../grid.js';

/**
 * @param {HTMLElement} over the map's overlay
 * @param {{cellAt: (event: any) => {step: number, row: number}, size: () => {steps: number, rows: number},
 *   here: () => {step: number, row: number}, isOn: () => boolean, onRegion: (region: Region) => void}} needs `here` is the selected cell
 * @typedef {{steps: [number, number], rows: [number, number]}} Region both ends inclusive
 */
export function createRegion(over, { cellAt, size, here, isOn, onRegion }) {
  const box = el('div', { class: 'region', hidden: true });
  let ends = /** @type {any} */ (null); // {from, to}: the cells at two corners
  over.append(box);

  over.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !(event.shiftKey || isOn())) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    over.focus({ preventScroll: true });
    over.setPointerCapture(event.pointerId);
    draw({ from: cellAt(event), to: cellAt(event), byPointer: true });
  });
  over.addEventListener('pointermove', (event) => {
    if (!ends?.byPointer) return;
    event.stopImmediatePropagation();
    draw({ ...ends, to: cellAt(event) });
  });
  over.addEventListener('pointerup', () => ends?.byPointer && finish());
  over.addEventListener('pointercancel', () => draw(null));
  over.addEventListener('click', (event) => isOn() && event.stopImmediatePropagation());
  over.addEventListener('keydown', (event) => {
    const to = event.shiftKey && grown(event.key);
    if (!to && !(ends && ['Enter', 'Escape'].includes(event.key))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (to) draw({ from: ends?.from ?? here(), to, byPointer: false });
    else if (event.key === 'Enter') finish();
    else draw(null);
  });
  over.addEventListener('blur', () => draw(null));

  /** The corner that a key moves, or null. */
  function grown(key) {
    const { step, row } = ends?.to ?? here();
    const { steps, rows } = size();
    const [across, down] = [{ ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0, { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0];
    if (!across && !down) return null;
    return { step: clamp(step + across, steps - 1), row: clamp(Math.max(0, row) + down, rows - 1) };
  }

  function finish() {
    const region = regionOf(ends);
    draw(null);
    onRegion(region);
  }

  function draw(next) {
    ends = next;
    box.hidden = !ends;
    if (!ends) return;
    const { steps: [left, right], rows: [top, bottom] } = regionOf(ends);
    const { steps, rows } = size();
    lay(box, { left, width: right + 1 - left, across: steps, top, height: bottom + 1 - top, down: rows });
  }
}

/** @returns {Region} */
function regionOf({ from, to }) {
  const between = (one, other) => /** @type {[number, number]} */ ([Math.min(one, other), Math.max(one, other)]);
  return { steps: between(from.step, to.step), rows: between(from.row, to.row) };
}
