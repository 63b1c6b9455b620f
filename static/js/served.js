/** A part of the page that the server answers for: busy while an answer takes long; what went wrong, and asking again. */

import { createAsker } from './asker.js';
import { find, setText } from './dom.js';

/**
 * @param {HTMLElement} container with a `.through-problem`
 * @param {{load: (question: any) => Promise<any>, show: (answer: any, question: any) => void, again: () => void,
 *   clear?: () => void, problemOf?: (error: any) => string, mark?: (field: string | null) => void}} needs `again` asks
 *   anew; `clear` takes away what may no longer stand beside a problem; a part with fields of its own words its problems
 *   by `problemOf` and points at the field at fault by `mark`
 */
export function createServed(container, { load, show, again, clear = () => {}, problemOf = ({ message }) => message, mark }) {
  const problem = find('.through-problem', container);
  const asker = createAsker({ load, show, wait: (on) => container.setAttribute('aria-busy', String(on)), fail });

  find('.link', problem).addEventListener('click', () => {
    asker.drop();
    again();
  });

  function fail(error) {
    clear();
    say(error.field ?? null, problemOf(error));
  }

  /** What is wrong, and in which field of the part's own: while it stands so, asking again is in vain. */
  function say(field, sentence) {
    problem.hidden = false;
    setText(find('span', problem), `△ ${sentence}`);
    find('.link', problem).hidden = Boolean(mark && field);
    mark?.(field);
  }

  /** What stands in the way of asking. */
  function refuse(field, sentence) {
    asker.drop();
    say(field, sentence);
  }

  /** Nothing is wrong any more. */
  function quiet() {
    problem.hidden = true;
    mark?.(null);
  }

  return { ...asker, refuse, quiet };
}
