/** A part of the page that the server answers for: busy while an answer takes long; what went wrong, and asking again. */

import { createAsker } from './asker.js';
import { find, setText } from './dom.js';

/**
 * @param {HTMLElement} container with a `.through-problem`
 * @param {{load: (question: any) => Promise<any>, show: (answer: any, question: any) => void, again: () => void,
 *   clear?: () => void}} needs `again` asks anew; `clear` takes away what may no longer stand beside a problem
 */
export function createServed(container, { load, show, again, clear = () => {} }) {
  const problem = find('.through-problem', container);
  const asker = createAsker({ load, show, wait: (on) => container.setAttribute('aria-busy', String(on)), fail });

  find('.link', problem).addEventListener('click', () => {
    asker.drop();
    again();
  });

  function fail(error) {
    clear();
    problem.hidden = false;
    setText(find('span', problem), `△ ${error.message}`);
  }

  return asker;
}
