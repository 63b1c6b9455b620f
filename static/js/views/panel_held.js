/** Where a map is held: a frame around each run of rows that a hold covers. */

import { el } from '../dom.js';
import { lay } from '../grid.js';
import { runsOf, stepsOf } from '../holds.js';

/** @param {HTMLElement} root @param {string} signal */
export function createHeldMarks(root, signal) {
  let shown = '';

  /** @param {any} reading @param {any} view */
  function update(reading, view) {
    const holds = view.holds.filter((hold) => !hold.off && hold.signal === signal && hold.layer === view.layer);
    const text = JSON.stringify([holds, reading.units, reading.steps]);
    if (text === shown) return;
    shown = text;
    root.replaceChildren(...holds.flatMap((hold) => marksOf(hold, reading)));
  }

  return { update };
}

function marksOf(hold, reading) {
  const { first, last } = stepsOf(hold, reading.steps);
  if (first > last) return [];
  const rows = hold.units ? hold.units.map((unit) => reading.row(unit)).filter((row) => row >= 0) : [...reading.units.keys()];
  return runsOf(rows).map(([top, bottom]) => {
    const mark = el('i');
    lay(mark, { left: first, width: last + 1 - first, across: reading.steps, top, height: bottom + 1 - top, down: reading.units.length });
    return mark;
  });
}
