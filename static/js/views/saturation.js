/** How far the gates of all units open and close on this text, over what they do in books. */

import { find, setText } from '../dom.js';
import { watchNear } from '../near.js';
import { count } from '../numbers.js';
import { createPictureButton, paperColours, sourceLine } from '../pictures.js';
import { whole } from '../saturation.js';
import { saturationPicture } from '../saturation_picture.js';
import { createTwin } from '../twin.js';
import { createPlot } from './saturation_plot.js';

const PATIENCE = 400; // ms: a busy page draws this at last

/**
 * @param {HTMLElement} container
 * @param {{onUnit: (unit: number) => void, load: () => Promise<any>}} events `load`: the answer of `GET /models`
 */
export function createSaturation(container, { onUnit, load }) {
  const [sub, plotsRoot, live] = ['.saturation-sub', '.saturation-plots', '[data-live]']
    .map((selector) => find(selector, container));
  const table = createTwin(find('[data-twin]', container), find('.saturation-table', container), {
    contents: () => contentsOf(latest, gatesOf(latest), booksOf), name: 'gatescope-saturation',
  });
  find('[data-twin]', container).before(createPictureButton('how far the gates go', picture));
  let plots = [];
  let latest = /** @type {any} */ (null);
  let models = /** @type {Promise<any> | null} */ (null);
  let cards = new Map(); // name of a model -> its units in the books
  let missing = false; // what the books say was asked for in vain
  let near = false;
  let waiting = false;

  const unwatch = watchNear(container, (isNear) => {
    near = isNear;
    if (near) drawSoon();
    if (near) models ??= load().then(keep, miss);
  });

  function update(scene) {
    latest = scene;
    container.hidden = !gatesOf(scene).length;
    fit(gatesOf(scene));
    drawSoon();
  }

  /** A frame for each gate, so that nothing moves when the dots come. */
  function fit(gates) {
    if (plots.map(({ gate }) => gate.name).join() === gates.map(({ name }) => name).join()) return;
    plots = gates.map((gate) => createPlot(gate, { onUnit, onSay: (sentence) => setText(live, sentence) }));
    plotsRoot.replaceChildren(...plots.map(({ root }) => root));
  }

  /** Not in the frame that shows what was typed, and not while nobody looks. */
  function drawSoon() {
    if (!near || waiting || !latest || container.hidden) return;
    waiting = true;
    later(() => {
      waiting = false;
      if (!container.hidden) draw();
    });
  }

  function draw() {
    setText(sub, summary(latest) + (missing ? ' △ What the gates do in books could not be read.' : ''));
    plots.forEach((plot) => plot.draw(latest, booksOf(plot.gate)));
    table.update();
  }

  /** Shares of each unit of the layer in the books, or undefined where they are not known. */
  function booksOf(gate) {
    return cards.get(latest.reading.model)?.[gate.name]?.[latest.reading.layer];
  }

  function picture() {
    const { reading, view } = latest;
    const gates = gatesOf(latest).map((gate) => ({ title: gate.title, shares: reading.saturation[gate.name], books: booksOf(gate) }));
    const marked = [...new Set([...(view.unit === null ? [] : [view.unit]), ...view.pinned])];
    const said = { title: 'How far the gates go', notes: [summary(latest), sourceLine()] };
    return { name: `gatescope-${reading.model}-saturation`, figure: saturationPicture(gates, { still: reading.still, marked }, said, paperColours()) };
  }

  function keep({ models: entries }) {
    cards = new Map(entries.map(({ name, card }) => [name, card.units.saturation]));
    missing = false;
    drawSoon();
  }

  /** Asked again when the section next comes into sight. */
  function miss() {
    models = null;
    missing = true;
    drawSoon();
  }

  return { update, destroy: unwatch };
}

/** The gates that a scene's units have: forget, input, output; none in a simple network. */
function gatesOf({ table, reading }) {
  return table.filter(({ name }) => name in reading.saturation);
}

function summary({ reading, model }) {
  const { size } = reading.still;
  const still = size ? `${count(size, 'unit')} never ${size === 1 ? 'moves' : 'move'} on this text.` : 'Every unit moves on this text.';
  return `Each dot is one of ${count(model.units, 'unit')}: across, the share of the ${count(reading.steps, 'word')} (the start is one) at which its gate is nearly closed (under 0.1); up, nearly open (over 0.9). ${still}`;
}

/** A row for each unit; for each gate its shares on this text and in the books. */
function contentsOf({ reading, model }, gates, booksOf) {
  const columns = gates.flatMap((gate) => {
    const [here, books] = [reading.saturation[gate.name], booksOf(gate)];
    const own = [0, 1].map((side) => ({ name: ['closed', 'open'][side], share: (unit) => here[2 * unit + side] }));
    return books ? [...own, ...[0, 1].map((side) => ({ name: ['closed in books', 'open in books'][side], share: (unit) => books[unit][side] }))] : own;
  });
  return {
    title: 'Shares of words at which a gate is nearly closed and nearly open',
    corner: 'unit',
    groups: gates.map(({ title }) => ({ name: title, span: columns.length / gates.length })),
    columns: columns.map(({ name }) => name),
    rows: Array.from({ length: model.units }, (_, unit) => (reading.still.has(unit) ? `${unit} (never moves)` : String(unit))),
    cell: (unit, column) => whole(columns[column].share(unit)),
  };
}

/** Call when the browser has nothing more urgent to do. */
function later(task) {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(task, { timeout: PATIENCE });
  else setTimeout(task, PATIENCE);
}
