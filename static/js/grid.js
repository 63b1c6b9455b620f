/** Cells of a heat map as places on the page: `across` columns by `down` rows over the whole of an element. */

import { setStyle } from './dom.js';

/** A number from 0 to `most`. */
export const clamp = (number, most) => Math.min(most, Math.max(0, number));

/** The cell that a pointer is over; at the edges the nearest one. @param {MouseEvent} event */
export function cellUnder({ clientX, clientY }, element, { across, down }) {
  const box = element.getBoundingClientRect();
  const at = (place, from, room, count) => clamp(Math.floor(((place - from) / room) * count), count - 1);
  return { column: at(clientX, box.left, box.width, across), row: at(clientY, box.top, box.height, down) };
}

/**
 * Lay a mark over cells: from a column or a row on (left out or under 0: over none of that direction), so many wide and
 * high. A mark over nothing is hidden.
 */
export function lay(mark, { left = -1, width = 1, across = 1, top = -1, height = 1, down = 1 }) {
  mark.hidden = left < 0 && top < 0;
  if (left >= 0) setStyle(mark, { left: `${(100 * left) / across}%`, width: `${(100 * width) / across}%` });
  if (top >= 0) setStyle(mark, { top: `${(100 * top) / down}%`, height: `${(100 * height) / down}%` });
}
