/** The life of a unit: every signal of it over all the words, beside the units pinned for comparison. */

import { find, onWithin, setStyle, setText } from '../dom.js';
import { lifeWords } from '../life_words.js';
import { showName } from '../name_tag.js';
import { lifePicture } from '../life_picture.js';
import { written } from '../numbers.js';
import { createPictureButton, paperColours, sourceLine } from '../pictures.js';
import { createTwin } from '../twin.js';
import { tokenWord } from '../words.js';
import { createAxis } from './life_axis.js';
import { createMemory } from './life_memory.js';
import { createPins } from './life_pins.js';
import { createRow } from './life_row.js';
import { createScrubber } from './life_scrubber.js';

/**
 * @param {HTMLElement} container
 * @param {{onStep: (step: number) => void, onUnit: (unit: number) => void, onPin: (unit: number) => void, onStepUnit: (rows: number) => void}} events
 */
export function createLife(container, { onStep, onUnit, onPin, onStepUnit }) {
  const [title, sub, drawn, signals, pin, twin] = ['[data-of]', '.life-sub', '.life-drawn', '.life-signals', '[data-pin]', '[data-twin]']
    .map((selector) => find(selector, container));
  const axis = createAxis(find('.life-words', container));
  const scrubber = createScrubber(find('.life-over', container), { onStep });
  const pins = createPins(find('.pins', container), { onUnit, onPin });
  const memory = createMemory(find('.memory', container), { onStep });
  const table = createTwin(twin, find('.life-table', container), { contents: () => contentsOf(shown, rows.map((row) => row.signal)), name: 'gatescope-life' });
  let rows = [];
  let kind = '';
  let shown = /** @type {any} */ (null);

  const save = createPictureButton('the life of the unit', picture);
  twin.before(save);
  onWithin(container, 'click', '[data-turn]', (button) => onStepUnit(Number(button.dataset.turn)));
  pin.addEventListener('click', () => onPin(shown.view.unit));

  /** The rows of a kind of network: gates first, then contents. */
  function fit(scene) {
    if (scene.reading.kind === kind) return;
    kind = scene.reading.kind;
    rows = [...scene.table].sort((a, b) => Number(b.scale === 'gate') - Number(a.scale === 'gate')).map(createRow);
    signals.replaceChildren(...rows.map((row) => row.root));
  }

  function update(scene) {
    if (scene.view.unit !== null && !scene.ready) return; // it is being read: what stands here stays until then
    const { reading, view } = scene;
    const units = compared(scene);
    shown = { ...scene, units };
    fit(scene);
    head(scene);
    for (const element of [drawn, twin, save]) element.hidden = !units.length;
    setStyle(container, { '--steps': String(reading.steps) });
    container.classList.toggle('comparing', view.pinned.length > 0);
    rows.forEach((row) => row.draw(reading, units));
    axis.update(scene);
    pins.update(scene, units, rows.map((row) => row.signal));
    memory.update(scene);
    if (units.length) table.update();
    else table.close();
    move(scene);
  }

  /** What is drawn, with its words and limits. */
  function picture() {
    const { reading, units } = shown;
    const signals = rows.map(({ signal, limits }) => ({
      ...signal, limits: limits(), lines: units.map(({ unit, selected }) => ({ unit, selected, values: reading.line(signal.name, unit) })),
    }));
    const said = { title: `The life of ${units.map(({ unit }) => `unit ${unit}`).join(', ')}`, notes: [sub.textContent, sourceLine()] };
    return { name: `gatescope-${reading.model}-life`, figure: lifePicture({ words: reading.tokens.map(tokenWord), signals }, said, paperColours()) };
  }

  function head(scene) {
    const { view, ready } = scene;
    setText(title, ready ? `unit ${view.unit}` : 'a unit');
    showName(find('.life-bar [data-name]', container), scene);
    setText(sub, ready ? lifeWords(scene) : 'Click any cell of a map to look inside it.');
    setText(pin, view.pinned.includes(view.unit) ? 'Unpin' : 'Pin to compare');
    pin.hidden = !ready;
  }

  /** The playhead, and the numbers at it. */
  function move(scene) {
    if (scene.view.unit !== null && !scene.ready) return;
    rows.forEach((row) => row.mark(scene.view.step));
    axis.move(scene.view.step);
    scrubber.move(scene, rows.map((row) => row.signal));
    pins.move(scene);
    memory.move(scene);
  }

  return { update, move, destroy: () => axis.destroy() };
}

/** The units whose lines are drawn: the selected one and those that are pinned, which keep the order of their pins. */
function compared({ reading, view, ready }) {
  const pinned = view.pinned.filter((unit) => reading.row(unit) >= 0);
  const others = pinned.map((unit) => ({ unit, selected: unit === view.unit, pin: view.pinned.indexOf(unit) }));
  return ready && !pinned.includes(view.unit) ? [{ unit: view.unit, selected: true, pin: -1 }, ...others] : others;
}

/** A row for each word, a column for each signal of each unit. */
function contentsOf({ reading, units }, table) {
  const columns = units.flatMap(({ unit }) => table.map((signal) => ({ unit, signal })));
  return {
    title: `The life of ${units.map(({ unit }) => `unit ${unit}`).join(', ')}`,
    corner: 'word',
    groups: units.map(({ unit }) => ({ name: `unit ${unit}`, span: table.length })),
    columns: columns.map(({ signal }) => signal.symbol),
    rows: reading.tokens.map((token) => ({ word: tokenWord(token) })),
    cell: (step, column) => written(columns[column].signal.scale, reading.value(columns[column].signal.name, columns[column].unit, step)),
  };
}
