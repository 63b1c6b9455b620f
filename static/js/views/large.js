/** One map as a full figure in a dialog: all units, axes, hover, zoom, download. Esc closes; the focus returns. */

import { find, setText } from '../dom.js';
import { clearPlot, drawLarge } from '../plot.js';

/** @param {HTMLDialogElement} dialog @param {{load: (name: string) => Promise<any>}} events */
export function createLarge(dialog, { load }) {
  const plot = find('.large-plot', dialog);
  find('[data-close]', dialog).addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => clearPlot(plot));

  /** Open the figure of a signal. `title` names the dialog. */
  async function open(name, title) {
    setText(find('h2', dialog), title);
    dialog.showModal();
    try {
      await drawLarge(plot, await load(name), `gatescope-${name}`);
    } catch (error) {
      setText(find('h2', dialog), `△ ${error.message}`);
    }
  }
  return { open, destroy: () => dialog.close() };
}
