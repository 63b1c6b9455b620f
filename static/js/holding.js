/** The holds as they are changed: one more, other ones, undo and redo. Knows neither elements nor the server. */

import { createPast } from './past.js';

/** @param {{holds: () => any[], put: (holds: any[]) => void}} needs `put` takes other holds into the view and reads anew */
export function createHolding({ holds, put }) {
  const past = createPast();

  /** Other holds. @param {any[]} next see holds.js @param {string} thing that changes, for undo: see past.js */
  function set(next, thing = '') {
    keep(thing);
    put(next);
  }

  /** One more hold, after all others: it wins over them. */
  function add(hold) {
    set([...holds(), hold]);
  }

  /** Remember the holds, which are about to be replaced with something else. */
  function keep(thing = '') {
    past.keep(holds(), thing);
  }

  function go(next) {
    if (next) put(next);
  }

  return { set, add, keep, undo: () => go(past.undo(holds())), redo: () => go(past.redo(holds())), can: past.can };
}
