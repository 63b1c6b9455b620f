/** One map as a full figure in a dialog: all units, axes, hover, zoom, download. Esc closes; the focus returns. */

import { find, setText } from '../dom.js';
import { clearPlot, drawLarge } from '../plot.js';

/** @param {HTMLDialogElement} dialog @param {{load: (name: string) => Promise<any>}} events */
export function createLarge(dialog, { load }) {
  const plot = find('.large-plot', dialog);
  const problem = find('.large-problem', dialog);
  find('[data-close]', dialog).addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => clearPlot(plot));

  /** Open the figure of a signal. `title` names the dialog. */
  async function open(name, title) {
    setText(find('h2', dialog), title);
    setText(problem, '');
    dialog.showModal();
    try {
      const figure = await load(name);
      if (dialog.open) await drawLarge(plot, figure, `gatescope-${name}`);
    } catch (/** @type {any} */ error) {
      setText(problem, `△ ${error.message}`);
    }
  }
  return { open, destroy: () => dialog.close() };
}
