/** The line of the recurrence: from the cell back to the next word's start, and on to what is shown now. */

import { find, svg } from '../dom.js';

/** Redraw the wires to where the maps lie. @param {SVGElement} drawing @param {HTMLElement} maps */
export function drawWires(drawing, maps) {
  if (getComputedStyle(drawing).display === 'none') return;
  const frame = maps.getBoundingClientRect();
  const box = (name) => {
    const map = find(`[data-panel=${name}] .map`, maps).getBoundingClientRect();
    return { x: map.left - frame.left + map.width / 2, top: map.top - frame.top, bottom: map.bottom - frame.top };
  };
  const [cell, previous, squashed] = ['cell', 'previous', 'squashed'].map(box);
  const level = cell.bottom + 38;
  const end = squashed.top - 46;
  const fork = `M${cell.x} ${cell.bottom + 22}V${level - 8}q0 8 -8 8H${previous.x + 8}q-8 0 -8 -8V${previous.bottom + 28}`;
  const down = `M${previous.x + 8} ${level}q-8 0 -8 8V${end}`;
  drawing.replaceChildren(
    svg('path', { d: fork + down }),
    head(previous.x, previous.bottom + 22, 1),
    head(previous.x, end + 6, -1),
    label(previous.x + 30, level - 8, 'kept for the next word'),
    label(previous.x + 30, level + 17, 'and shown at this one'),
  );
}

function head(x, y, way) {
  return svg('path', { class: 'head', d: `M${x - 4.5} ${y + way * 7}L${x} ${y}L${x + 4.5} ${y + way * 7}z` });
}

function label(x, y, text) {
  return svg('text', { x, y }, text);
}
