/** The same network drawn once for every word, with the belt running through all copies. */

import * as cell from '../cell_moment.js';
import { find, setText } from '../dom.js';
import { sideBySide } from '../drawing_file.js';
import * as neuron from '../neuron_moment.js';
import { written } from '../numbers.js';
import { createPictureButton, paperColours, sourceLine } from '../pictures.js';
import { createTable } from '../table.js';
import { createSave } from '../twin.js';
import { tokenWord } from '../words.js';
import { createCopies } from './unrolled_copies.js';

const KINDS = { lstm: cell, rnn: neuron }; // others have no drawing yet

/** @param {HTMLElement} container @param {{onStep: (step: number) => void}} events */
export function createUnrolled(container, { onStep }) {
  const copies = createCopies(find('.copies', container), { onStep });
  const twin = find('[data-twin]', container);
  const table = find('.copies-table', container);
  const contents = () => contentsOf(last, KINDS[last.reading.kind]);
  const save = createSave({ contents, name: 'gatescope-unrolled' });
  const picture = createPictureButton('the copies in sight', () => {
    const { reading, view } = last;
    const words = { title: `Unit ${view.unit}, unrolled`, notes: [sourceLine()] };
    return { name: `gatescope-${reading.model}-unrolled`, drawing: sideBySide(copies.seen(), words, paperColours()) };
  });
  let last = null; // the scene that is drawn: it stays while another is being read

  twin.before(picture);
  twin.addEventListener('click', () => {
    show(table.hidden);
    if (table.hidden) copies.update(last, KINDS[last.reading.kind]);
  });

  function update(scene) {
    const { view, reading, ready } = scene;
    const wanted = view.drawing === 'unrolled' && reading.kind in KINDS;
    const comes = container.hidden && wanted && last !== null;
    container.hidden = !wanted;
    if (ready || view.unit === null) last = ready ? scene : null;
    container.dataset.inside = String(last !== null);
    find('.unselected', container).hidden = view.unit !== null;
    if (!wanted || !last) return copies.clear();
    container.dataset.kind = last.reading.kind;
    setText(find('h2 .num', container), String(last.view.unit));
    if (!table.hidden) show(true);
    else copies.update(last, KINDS[last.reading.kind]);
    if (comes) container.scrollIntoView({ block: 'nearest' });
  }

  /** Another step of the same unit. */
  function move(scene) {
    if (!scene.ready || container.hidden) return;
    last = scene;
    copies.move(scene);
    markRow();
  }

  /** As a table or as the drawing. */
  function show(isTable) {
    table.hidden = !isTable;
    picture.hidden = isTable;
    find('.copies', container).hidden = isTable;
    twin.setAttribute('aria-expanded', String(isTable));
    setText(twin, isTable ? 'Hide table' : 'Show as table');
    table.replaceChildren(...(isTable ? [save, createTable(contents())] : []));
    markRow();
  }

  function markRow() {
    table.querySelector('[aria-current]')?.removeAttribute('aria-current');
    table.querySelectorAll('tbody tr')[last?.view.step]?.setAttribute('aria-current', 'true');
  }

  return { update, move, destroy: copies.destroy };
}

/** A row for each step, a column for each number of its moment. */
function contentsOf({ reading, view }, { NUMBERS, momentOf }) {
  const moments = reading.tokens.map((_, step) => momentOf(reading, { unit: view.unit, step }));
  return {
    title: `Unit ${view.unit} at every word`, corner: 'word', columns: NUMBERS.map(({ symbol }) => symbol),
    rows: reading.tokens.map((token) => ({ word: tokenWord(token) })),
    cell: (row, column) => written(NUMBERS[column].scale, moments[row][NUMBERS[column].name]),
  };
}
