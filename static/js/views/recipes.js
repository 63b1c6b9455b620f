/** What is on the screen as a question in code, to be copied. Esc closes; the focus returns. */

import { find, findAll, setText } from '../dom.js';

const SAID_FOR = 2000; // ms

/**
 * @param {{menu: HTMLElement, opener: HTMLElement, dialog: HTMLDialogElement}} containers the opener is in the menu
 * @param {{load: () => Promise<{curl: string, python: string}>}} events
 */
export function createRecipes({ menu, opener, dialog }, { load }) {
  const problem = find('.recipes-problem', dialog);

  opener.addEventListener('click', open);
  find('[data-close]', dialog).addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  for (const button of findAll('[data-copy]', dialog)) button.addEventListener('click', () => copy(button));

  async function open() {
    menu.hidePopover();
    show({ curl: '', python: '' });
    setText(problem, '');
    dialog.showModal();
    try {
      show(await load());
    } catch (/** @type {any} */ error) {
      setText(problem, `△ ${error.message} Close this and try again.`);
    }
  }

  function show(recipes) {
    for (const code of findAll('[data-recipe]', dialog)) setText(code, recipes[code.dataset.recipe]);
    for (const button of findAll('[data-copy]', dialog)) button.disabled = !recipes[button.dataset.copy];
  }

  async function copy(button) {
    const code = find(`[data-recipe=${button.dataset.copy}]`, dialog);
    try {
      await navigator.clipboard.writeText(code.textContent);
      setText(button, 'Copied');
      setTimeout(() => setText(button, 'Copy'), SAID_FOR);
    } catch {
      getSelection()?.selectAllChildren(code);
      setText(problem, 'This browser does not let a page copy. The code is selected: press Ctrl C, or ⌘ C.');
    }
  }

  return { destroy: () => dialog.close() };
}
