/** What was before, and what came after it: undo and redo. Knows no element. */

const TOGETHER = 1000; // ms within which changes of one thing, as a slider's, are one change
const MOST = 100;

/** @param {() => number} now in ms */
export function createPast(now = () => performance.now()) {
  let [undone, done] = [/** @type {any[]} */ ([]), /** @type {any[]} */ ([])];
  let latest = { thing: '', at: -Infinity };

  /** Remember what is about to change. @param {any} value @param {string} thing that changes; '' is never joined */
  function keep(value, thing = '') {
    const isSame = thing !== '' && thing === latest.thing && now() - latest.at < TOGETHER;
    latest = { thing, at: now() };
    if (isSame) return;
    done = [...done, value].slice(-MOST);
    undone = [];
  }

  /** The value before, or undefined. @param {any} value the present one */
  function undo(value) {
    if (!done.length) return undefined;
    latest = { thing: '', at: -Infinity };
    undone.push(value);
    return done.pop();
  }

  /** The value that was undone last, or undefined. @param {any} value the present one */
  function redo(value) {
    if (!undone.length) return undefined;
    done.push(value);
    return undone.pop();
  }

  return { keep, undo, redo, can: () => ({ undo: done.length > 0, redo: undone.length > 0 }) };
}
