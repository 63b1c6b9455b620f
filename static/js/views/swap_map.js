/** One heat map of differences: its name, the value that is pointed at, its crosshair and its keys. */

import { el, setText } from '../dom.js';
import { cellUnder, clamp, lay } from '../grid.js';
import { signed, tone } from '../numbers.js';
import { mapPicture } from '../picture.js';
import { createPictureButton, paperColours, sourceLine } from '../pictures.js';
import { drawMap } from '../plot.js';

const FEW = 8; // rows of a page up or down
const MARKS = ['peek-column', 'peek-row', 'column', 'row', 'cell'];

/**
 * @param {{name: string, symbol: string, title: string}} signal
 * @param {{onCell: (cell: {place: number, unit: number}, name: string) => void,
 *   onPeek: (cell: {place: number, unit: number} | null) => void}} events
 */
export function createMap(signal, { onCell, onPeek }) {
  const output = el('span', { class: 'num value' });
  const plot = el('div', { class: 'plot', 'aria-hidden': 'true' });
  const voids = el('div', { class: 'swap-voids', 'aria-hidden': 'true' });
  const marks = Object.fromEntries(MARKS.map((name) => [name, el('div', { class: name, hidden: true })]));
  const over = el('div', { class: 'over', tabindex: 0, role: 'application', 'aria-roledescription': 'heat map', 'aria-label': signal.title }, ...Object.values(marks));
  const root = el('figure', { class: 'swap-map', 'data-signal': signal.name },
    el('figcaption', {}, el('span', { class: 'name' }, el('span', { class: 'sym' }, `Δ${signal.symbol}`), ' ', signal.title), el('span', { class: 'figure-ends' }, output, createPictureButton(`Δ ${signal.title}`, picture))),
    el('div', { class: 'map' }, plot, voids, over));
  let shown = /** @type {any} */ (null); // {swapped, place, unit}

  over.addEventListener('click', (event) => shown && onCell(cellAt(event), signal.name));
  over.addEventListener('pointermove', (event) => shown && event.pointerType !== 'touch' && onPeek(cellAt(event)));
  over.addEventListener('pointerleave', () => onPeek(null));
  over.addEventListener('keydown', (event) => {
    const cell = shown && !event.ctrlKey && !event.metaKey && !event.altKey && neighbour(event.key, shown);
    if (!cell) return;
    event.preventDefault();
    onCell(cell, signal.name);
  });

  function cellAt(event) {
    const { columns, units } = shown.swapped;
    const { column, row } = cellUnder(event, over, { across: columns.length, down: units.length });
    return { place: column, unit: units[row] };
  }

  /** @param {import('../swapped.js').Swapped} swapped */
  function draw(swapped) {
    const across = swapped.columns.length;
    voids.replaceChildren(...swapped.gaps().map(({ from, count }) => {
      const gap = el('div');
      lay(gap, { left: from, width: count, across });
      return gap;
    }));
    return drawMap(plot, swapped.answer.figures[signal.name]);
  }

  /** @param {{swapped: any, place: number, unit: number | null, peek: any}} next what is selected and pointed at */
  function mark(next) {
    shown = next;
    const { swapped, place, unit, peek } = next;
    const [across, down, row] = [swapped.columns.length, swapped.units.length, swapped.row(unit)];
    lay(marks.column, { left: place, across });
    lay(marks.row, { top: row, down });
    lay(marks.cell, place < 0 || row < 0 ? {} : { left: place, across, top: row, down });
    lay(marks['peek-column'], peek ? { left: peek.place, across } : {});
    lay(marks['peek-row'], peek ? { top: swapped.row(peek.unit), down } : {});
    const value = valueOf(swapped, peek ?? { place, unit });
    setText(output, Number.isNaN(value) ? '' : signed(value));
    output.className = `num value ${Number.isNaN(value) ? '' : tone('signed', value)}`;
    over.setAttribute('aria-label', `Δ ${signal.title}, ${down} units by ${across} words: ${output.textContent || 'no value here'}. Arrow keys move.`);
  }

  /** The map with its axes and its scale. */
  function picture() {
    const { answer, units } = shown.swapped;
    const said = { units, symbol: `Δ${signal.symbol}`, scale: 'signed', title: `${signal.title}: the other text minus this one`, notes: [sourceLine()] };
    return { name: `gatescope-difference-${signal.name}`, figure: mapPicture(answer.figures[signal.name], said, paperColours()) };
  }

  function valueOf(swapped, { place, unit }) {
    return place < 0 || swapped.row(unit) < 0 ? NaN : swapped.value(signal.name, unit, place);
  }

  return { name: signal.name, root, draw, mark };
}

/** The cell that a key moves to, or null for other keys: along the pairs of words, or through the units. */
function neighbour(key, { swapped, place, unit }) {
  const { places, units } = swapped;
  const across = { ArrowLeft: places.findLast((each) => each < place), ArrowRight: places.find((each) => each > place), Home: places[0], End: places.at(-1) };
  if (key in across) return { place: across[key] ?? place, unit: unit ?? units[0] };
  const down = { ArrowUp: -1, ArrowDown: 1, PageUp: -FEW, PageDown: FEW }[key];
  if (down === undefined) return null;
  return { place, unit: units[clamp(Math.max(0, swapped.row(unit)) + down, units.length - 1)] };
}
