/**
 * Many writings of which few run at once, so that the page and the server stay free for other things. Pure: the streams
 * are given.
 *
 * @typedef {{question: any, text: string, phase: 'waiting' | 'writing' | 'done', reason: string}} Run `text`: what it has written so
 *   far; `reason`: why it ended
 */

const AT_ONCE = 2;

/**
 * `open(question, signal)` gives the events of one; `changed(run)` is told when a run has begun, written or ended;
 * `ended(error)` when none runs any more: all are done, or they were stopped, or one has failed.
 *
 * @param {{open: (question: any, signal: AbortSignal) => AsyncIterable<{name: string, data: any}>, changed: (run: Run) => void,
 *   ended: (error: Error | null) => void}} needs
 */
export function createRuns({ open, changed, ended }) {
  let flight = /** @type {AbortController | null} */ (null);

  /** Run those that are not done yet, in their order. @param {Run[]} runs */
  async function start(runs) {
    stop();
    const mine = new AbortController();
    flight = mine;
    const waiting = runs.filter(({ phase }) => phase !== 'done');
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, () => work(waiting, mine)));
      end(mine, null);
    } catch (error) {
      end(mine, /** @type {Error} */ (error));
    }
  }

  async function work(waiting, mine) {
    while (waiting.length && flight === mine) await write(waiting.shift(), mine);
  }

  async function write(run, mine) {
    put(run, { text: '', phase: 'writing' });
    for await (const { name, data } of open(run.question, mine.signal)) {
      if (flight !== mine) return;
      if (name === 'error') throw new Error(data.detail);
      if (name === 'done') return put(run, { phase: 'done', reason: data.reason });
      put(run, { text: run.text + data.text });
    }
  }

  function put(run, change) {
    Object.assign(run, change);
    changed(run);
  }

  function end(mine, error) {
    if (flight !== mine) return;
    flight = null;
    mine.abort();
    ended(error);
  }

  /** Close the connections; what is not done yet stays as it is. */
  function stop() {
    if (flight) end(flight, null);
  }

  return { get on() { return flight !== null; }, start, stop };
}

/** @param {any} question @returns {Run} */
export function newRun(question) {
  return { question, text: '', phase: 'waiting', reason: '' };
}
