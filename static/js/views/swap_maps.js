/** The heat maps of how every signal differs, with one crosshair through all of them. */

import { setStyle, setText } from '../dom.js';
import { signed } from '../numbers.js';
import { columnWords } from '../swap_words.js';
import { createMap } from './swap_map.js';

/**
 * @param {{maps: HTMLElement, at: HTMLElement, live: HTMLElement}} elements `at`: where the cell is named that the values
 *   above the maps are of; `live`: where a cell that keys moved to is spoken
 * @param {{onCell: (cell: {place: number, unit: number}) => void}} events
 */
export function createMaps({ maps: root, at, live }, { onCell }) {
  let maps = [];
  let selected = /** @type {any} */ (null); // {swapped, place, unit}
  let peek = /** @type {any} */ (null);
  const observer = new ResizeObserver(() => selected && paint());
  observer.observe(root);

  /** @param {import('../swapped.js').Swapped} swapped @param {any[]} table of the signals that this kind of layer has */
  function draw(swapped, table) {
    const names = Object.keys(swapped.answer.figures);
    if (maps.map(({ name }) => name).join() !== names.join()) {
      maps = names.map((name) => createMap(table.find((each) => each.name === name), { onCell: chosen, onPeek: peekAt }));
      root.replaceChildren(...maps.map((map) => map.root));
    }
    setStyle(root, { '--map-height': `${heightOf(swapped.units.length)}px` });
    selected = { swapped, place: -1, unit: null };
    peek = null;
    paint();
  }

  function paint() {
    for (const map of maps) map.draw(selected.swapped);
  }

  /** On a phone one map is shown at a time. */
  function show(name) {
    for (const map of maps) map.root.classList.toggle('shown', map.name === name);
  }

  function mark(place, unit) {
    selected = { ...selected, place, unit };
    tell();
  }

  function peekAt(cell) {
    peek = cell;
    tell();
  }

  function tell() {
    for (const map of maps) map.mark({ ...selected, peek });
    const { swapped, place, unit } = { ...selected, ...peek };
    setText(at, place < 0 || swapped.row(unit) < 0 ? '' : `${columnWords(swapped, place)}, unit ${unit}`);
  }

  function chosen(cell, name) {
    onCell(cell);
    const { swapped } = selected;
    const value = swapped.value(name, cell.unit, cell.place);
    setText(live, `${columnWords(swapped, cell.place)}, unit ${cell.unit}: ${Number.isNaN(value) ? 'no value' : signed(value)}`);
  }

  return { draw, show, mark, destroy: () => observer.disconnect() };
}

/** Rows of whole pixels, so that every unit is as thick as the next. */
function heightOf(rows) {
  return rows * Math.max(2, Math.min(24, Math.floor(256 / rows)));
}
