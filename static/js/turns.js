/**
 * One piece of work a frame, in turn: what takes long must not take their frames from what moves. Pure: `frame` calls a
 * function before the next picture.
 *
 * @param {(piece: any) => void} work @param {(run: () => void) => void} frame
 */
export function createTurns(work, frame = (run) => requestAnimationFrame(run)) {
  let waiting = /** @type {any[]} */ ([]);
  let on = false;

  function next() {
    const piece = waiting.shift();
    on = piece !== undefined;
    if (!on) return;
    work(piece);
    frame(next);
  }

  /** Each of the pieces is to be done, once more where it has had its turn already. */
  function add(pieces) {
    waiting.push(...pieces.filter((piece) => !waiting.includes(piece)));
    if (!on) frame(next);
    on = true;
  }

  return { add, clear: () => void (waiting = []) };
}
