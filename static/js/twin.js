/** The table beside a drawing: opened and closed by a button, made only while it is open, saved as CSV. */

import { el, setText } from './dom.js';
import { download } from './files.js';
import { createTable, csvOf } from './table.js';

/**
 * @param {HTMLElement} button opens and closes @param {HTMLElement} root where the table is
 * @param {{contents: () => import('./table.js').Contents, name: string}} needs `name` of the saved file, without its ending
 */
export function createTwin(button, root, { contents, name }) {
  const place = el('div');
  root.replaceChildren(createSave({ contents, name }), place);
  root.hidden = true;
  button.addEventListener('click', () => show(root.hidden));

  function show(on) {
    root.hidden = !on;
    button.setAttribute('aria-expanded', String(on));
    setText(button, on ? 'Hide table' : 'Show as table');
    place.replaceChildren(...(on ? [createTable(contents())] : []));
  }

  return { show, update: () => root.hidden || show(true), close: () => show(false) };
}

/** A button that saves a table as a file. @param {{contents: () => import('./table.js').Contents, name: string}} needs */
export function createSave({ contents, name }) {
  const save = el('button', { type: 'button', class: 'plain', 'data-csv': true }, 'Save as CSV');
  save.addEventListener('click', () => download(`${name}.csv`, new Blob([csvOf(contents())], { type: 'text/csv;charset=utf-8' })));
  return save;
}
