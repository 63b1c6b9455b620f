/** The list of keys, and the switch for those who press keys without meaning to (WCAG 2.1.4). */

import { find, findAll } from '../dom.js';

const KEY = 'gatescope-keys';

/** @param {HTMLDialogElement} dialog */
export function createKeysHelp(dialog) {
  const choice = find('input', dialog);
  choice.checked = recall() !== 'off';

  const open = () => dialog.showModal();
  for (const door of findAll('[data-keys]')) door.addEventListener('click', open);
  find('[data-close]', dialog).addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  choice.addEventListener('change', () => remember(choice.checked ? 'on' : 'off'));

  return { open, enabled: () => choice.checked, destroy: () => dialog.close() };
}

function recall() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // a browser that keeps nothing: the choice lasts as long as the page
  }
}
