/** One heat map: its head with the live value, its crosshair, its keys, and itself as a picture. */

import { el, find, setStyle, setText } from '../dom.js';
import { cellUnder, clamp, lay } from '../grid.js';
import { inBrackets, nameOf } from '../names.js';
import { tone, written } from '../numbers.js';
import { mapPicture } from '../picture.js';
import { createPictureButton, paperColours, sourceLine } from '../pictures.js';
import { quoted, tokenWord } from '../words.js';
import { createHeldMarks } from './panel_held.js';
import { createRegion } from './panel_region.js';

const FEW = 8; // rows of a page up or down

/** @param {HTMLElement} root a figure of the template @param {any} events see maps.js */
export function createPanel(root, events) {
  const { panel: name, scale, title } = root.dataset;
  const over = find('.over', root);
  const output = find('.value', root);
  const marks = Object.fromEntries(['column', 'row', 'cell', 'peek-column', 'peek-row'].map((mark) => [mark, find(`.${mark}`, over)]));
  const [here, peeked] = [find('.here', root), find('.peeked', root)];
  const unitMark = /** @type {HTMLElement | null} */ (root.querySelector('.unit-mark'));
  const orderMark = root.querySelector('.order-mark');
  const pins = root.querySelector('.pin-marks');
  const held = root.querySelector('.held-marks') && createHeldMarks(find('.held-marks', root), name);
  let now = /** @type {any} */ (null);

  if (held) {
    createRegion(over, {
      cellAt: (event) => cellAt(event, over, now), isOn: events.isHolding, onRegion,
      size: () => ({ steps: now.reading.steps, rows: now.reading.units.length }),
      here: () => ({ step: now.view.step, row: now.reading.row(now.view.unit) }),
    });
  }
  listen(over, () => now, name, events);
  root.querySelector('.enlarge')?.addEventListener('click', () => events.onLarge(name));
  root.querySelector('.enlarge')?.after(createPictureButton(title, picture));

  /** Show the selection and the peek: {reading, view, peek: {step, unit, panel} | null, ends: [top, bottom]}. */
  function mark(next) {
    now = next;
    const { reading, view, peek } = now;
    const row = reading.row(view.unit);
    const [across, down] = [reading.steps, reading.units.length];
    lay(marks.column, { left: view.step, across });
    lay(marks.row, { top: row, down });
    lay(marks.cell, row < 0 ? {} : { left: view.step, across, top: row, down });
    lay(marks['peek-column'], peek ? { left: peek.step, across } : {});
    lay(marks['peek-row'], peek ? { top: reading.row(peek.unit), down } : {});
    held?.update(reading, view);
    writeHead(peek ?? view);
    writeFoot();
    writeMargin(row, down);
    if (over.tabIndex === 0) over.setAttribute('aria-label', describe());
  }

  function writeHead({ step, unit }) {
    const value = now.reading.row(unit) < 0 ? null : now.reading.shown(now.view.look, name, unit, step);
    setText(output, value === null ? '' : written(shownScale(), value));
    output.className = `num value ${value === null ? '' : tone(shownScale(), value)}`;
  }

  function writeFoot() {
    const { reading, view, peek } = now;
    const shown = peek?.panel === name && (peek.step !== view.step || peek.unit !== view.unit);
    here.hidden = shown;
    peeked.hidden = !shown;
    setText(here, tokenWord(reading.tokens[view.step]));
    setStyle(here, { left: `${within(centre(view.step, reading.steps), 4)}%` });
    if (!shown) return;
    setText(peeked, `${tokenWord(reading.tokens[peek.step])}, unit ${peek.unit}${named(peek.unit)}: ${written(shownScale(), reading.shown(view.look, name, peek.unit, peek.step))}`);
    setStyle(peeked, { left: `${within(centre(peek.step, reading.steps), 24)}%` });
  }

  function writeMargin(row, down) {
    if (!unitMark || !orderMark) return;
    unitMark.hidden = row < 0;
    setText(unitMark, String(now.view.unit ?? ''));
    unitMark.title = nameOf(now.model, now.reading.layer, now.view.unit)?.full ?? '';
    setStyle(unitMark, { top: `${centre(row, down)}%` });
    [...orderMark.children].forEach((mark, n) => setText(mark, now.ends[1 - n]));
    const rows = now.view.pinned.map((unit) => now.reading.row(unit)).filter((at) => at >= 0);
    while (pins.children.length < rows.length) pins.append(el('i'));
    [...pins.children].forEach((pin, n) => lay(pin, n < rows.length ? { top: rows[n], down } : {}));
  }

  function describe() {
    const { reading, view } = now;
    const head = `${title}, ${reading.units.length} units by ${reading.steps} words.`;
    if (reading.row(view.unit) < 0) return `${head} No unit is selected. Arrow keys move.`;
    const value = written(shownScale(), reading.shown(view.look, name, view.unit, view.step));
    return `${head} ${quoted(reading.tokens[view.step])}, unit ${view.unit}${named(view.unit)}: ${value}. Arrow keys move.`;
  }

  function named(unit) {
    return inBrackets(nameOf(now.model, now.reading.layer, unit));
  }

  /** What changed has a sign, whatever it is a change of. */
  function shownScale() {
    return now.view.look === 'difference' && now.reading.original ? 'signed' : scale;
  }

  /** The map as it is seen, with its axes and its scale. */
  function picture() {
    const { reading, view } = now;
    const isDifference = view.look === 'difference' && reading.differences;
    const gloss = find('.gloss', root).textContent;
    const words = { title: isDifference ? `${title}: what the holds changed` : `${title}: ${gloss}`, notes: [sourceLine()] };
    const said = { units: reading.units, symbol: find('.sym', root).textContent, scale: shownScale(), ...words };
    const figure = (isDifference ? reading.differences : reading.figures)[name];
    return { name: `gatescope-${reading.model}-${title.replaceAll(' ', '-')}`, figure: mapPicture(figure, said, paperColours()) };
  }

  function onRegion({ steps, rows: [top, bottom] }) {
    events.onRegion({ signal: name, steps, units: now.reading.units.slice(top, bottom + 1) });
  }

  return { root, name, plot: find('.plot', root), mark };
}

function cellAt(event, over, { reading }) {
  const { column, row } = cellUnder(event, over, { across: reading.steps, down: reading.units.length });
  return { step: column, row };
}

function listen(over, current, name, { onSelect, onPeek }) {
  const cell = (event) => {
    const { step, row } = cellAt(event, over, current());
    return { step, unit: current().reading.units[row] };
  };
  over.addEventListener('pointermove', (event) => {
    if (!current() || event.pointerType === 'touch') return;
    const at = cell(event);
    if (event.buttons === 1) onSelect(at, 'drag', name);
    onPeek({ ...at, panel: name });
  });
  over.addEventListener('pointerleave', () => current() && onPeek(null));
  over.addEventListener('pointerdown', (event) => current() && event.pointerType === 'mouse' && event.button === 0 && onSelect(cell(event), 'press', name));
  over.addEventListener('click', (event) => current() && event.pointerType !== 'mouse' && event.detail > 0 && onSelect(cell(event), 'tap', name));
  over.addEventListener('keydown', (event) => {
    const next = current() && !event.ctrlKey && !event.metaKey && !event.altKey && neighbour(event.key, current());
    if (!next) return;
    event.preventDefault();
    onSelect(next, 'key', name);
  });
}

/** The cell that a key moves to, or null for other keys. */
function neighbour(key, { reading, view }) {
  const across = { ArrowLeft: view.step - 1, ArrowRight: view.step + 1, Home: 0, End: reading.steps - 1 }[key];
  const down = { ArrowUp: -1, ArrowDown: 1, PageUp: -FEW, PageDown: FEW }[key];
  if (across !== undefined) return { step: clamp(across, reading.steps - 1), unit: view.unit ?? reading.units[0] };
  if (down === undefined) return null;
  return { step: view.step, unit: reading.units[clamp(Math.max(0, reading.row(view.unit)) + down, reading.units.length - 1)] };
}

const centre = (index, count) => ((index + 0.5) / count) * 100;
const within = (percent, margin) => Math.min(100 - margin, Math.max(margin, percent));
