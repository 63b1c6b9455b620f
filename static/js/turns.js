/**
 * Pieces of work in turn, a few of them a frame: what takes long must not take their frames from what moves.
 */

const BUDGET = 6; // ms of a frame: the rest of its 16 is for layout and paint

/**
 * @param {(piece: any) => Promise<void> | void} work @param {{frame: (run: () => void) => void, now: () => number}} clock `frame` calls a
 *   function before the next picture
 */
export function createTurns(work, clock = browserClock) {
  let waiting = /** @type {any[]} */ ([]);
  let on = false;

  /** At least one, and others while there is time. */
  async function next() {
    const end = clock.now() + BUDGET;
    do {
      const piece = waiting.shift();
      if (piece !== undefined) await work(piece);
    } while (waiting.length && clock.now() < end);
    on = waiting.length > 0;
    if (on) clock.frame(next);
  }

  /** Each of the pieces is to be done, once more where it has had its turn already. */
  function add(pieces) {
    waiting.push(...pieces.filter((piece) => !waiting.includes(piece)));
    if (!on) clock.frame(next);
    on = true;
  }

  return { add, clear: () => void (waiting = []) };
}

const browserClock = { frame: (run) => requestAnimationFrame(run), now: () => performance.now() };
