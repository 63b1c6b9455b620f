/** Work that waits its turn: the server computes little at once, and what was asked for last is what is in sight. */

/** @param {number} atOnce pieces of work under way at most */
export function createQueue(atOnce) {
  const waiting = /** @type {(() => void)[]} */ ([]);
  let running = 0;

  /** Do it when its turn comes, the latest first. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  function add(work) {
    return new Promise((resolve, reject) => {
      waiting.push(() => {
        running += 1;
        work().then(resolve, reject).finally(next);
      });
      if (running < atOnce) waiting.pop()();
    });
  }

  function next() {
    running -= 1;
    if (running < atOnce) waiting.pop()?.();
  }

  return { add };
}
