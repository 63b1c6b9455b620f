/** One map as a full figure in a dialog, or as its table. Esc closes; the focus returns. */

import { find, setText } from '../dom.js';
import { written } from '../numbers.js';
import { clearPlot, drawLarge } from '../plot.js';
import { decode } from '../reading.js';
import { createTable } from '../table.js';
import { createSave } from '../twin.js';

/**
 * @param {HTMLDialogElement} dialog
 * @param {{load: (name: string) => Promise<any>, words: () => string[]}} events
 */
export function createLarge(dialog, { load, words }) {
  const [plot, table] = [find('.large-plot', dialog), find('.large-table', dialog)];
  const heading = find('h2', dialog);
  const [problem, twin] = [find('.large-problem', dialog), find('[data-twin]', dialog)];
  let shown = /** @type {any} */ (null);

  find('[data-close]', dialog).addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => clearPlot(plot));
  twin.addEventListener('click', () => showTable(table.hidden));

  /** Open the figure of a signal: {name, title, gloss, scale}. */
  async function open(signal) {
    setText(heading, `${signal.title}: ${signal.gloss}`);
    setText(problem, '');
    showTable(false);
    twin.disabled = true;
    dialog.showModal();
    try {
      shown = { signal, figure: await load(signal.name) };
      if (dialog.open) await drawLarge(plot, shown.figure, `gatescope-${signal.name}`);
      twin.disabled = false;
    } catch (/** @type {any} */ error) {
      setText(problem, `△ ${error.message}`);
    }
  }

  function showTable(isTable) {
    plot.hidden = isTable;
    table.hidden = !isTable;
    heading.classList.toggle('vh', !isTable); // a figure has its title in itself
    setText(twin, isTable ? 'Show as map' : 'Show as table');
    if (!isTable) return table.replaceChildren();
    const contents = () => contentsOf(shown, words());
    table.replaceChildren(createSave({ contents, name: `gatescope-${shown.signal.name}` }), createTable(contents()));
  }

  return { open, destroy: () => dialog.close() };
}

/** A row for each unit, a column for each word. */
function contentsOf({ signal: { title, scale }, figure }, words) {
  const { y, z } = figure.data[0];
  const values = decode(z);
  const cell = (row, step) => written(scale, values[row * words.length + step]);
  return { title, corner: 'unit', columns: words.map((word) => ({ word })), rows: y, cell };
}
