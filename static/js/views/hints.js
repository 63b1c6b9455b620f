/** At most three quiet hints on a first visit. Each goes when it is dismissed, or when what it says was done. */

import { find, findAll, onWithin } from '../dom.js';

const KEY = 'gatescope-hints';

/** @param {HTMLElement} container with a [data-hint] each for "type", "cell" and "play" */
export function createHints(container) {
  let first = /** @type {any} */ (null); // the scene that the visit began with

  onWithin(container, 'click', '[data-dismiss]', (button) => remove(button.closest('[data-hint]')));
  find('.hints-all', container).addEventListener('click', clear);
  container.hidden = !isFirstVisit();

  function update({ reading, view }) {
    first ??= { text: reading.text, model: view.model, unit: view.unit };
    if (reading.text !== first.text) done('type');
    else if (view.model === first.model && view.unit !== null && view.unit !== first.unit) done('cell');
  }

  function done(name) {
    findAll(`[data-hint=${name}]`, container).forEach(remove);
  }

  /** What lies below keeps its place: the room of the last hint stays until the next visit. */
  function remove(hint) {
    const room = container.offsetHeight;
    const hadFocus = hint.contains(document.activeElement);
    if (findAll('.hint', container).length < 2) return clear();
    hint.remove();
    container.style.setProperty('min-height', `${room}px`);
    if (hadFocus) find('[data-dismiss]', container).focus();
  }

  function clear() {
    container.style.setProperty('min-height', `${container.offsetHeight}px`);
    container.replaceChildren();
    container.removeAttribute('role');
    container.removeAttribute('aria-label');
  }

  return { update, played: () => done('play'), destroy: clear };
}

/** Whether nobody was here before, in this browser. One that remembers nothing would show them again and again: it shows none. */
function isFirstVisit() {
  try {
    if (localStorage.getItem(KEY)) return false;
    localStorage.setItem(KEY, 'shown');
    return true;
  } catch {
    return false;
  }
}
