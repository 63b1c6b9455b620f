/**
 * A run of writing: token by token as they come, until it is done, stopped or failed. Pure: the stream and the clock are
 * given.
 *
 * @typedef {{tokens: number, reason: 'length' | 'end' | 'stopped' | 'left' | 'failed', error: any}} Ending `stopped`: by the server;
 *   `left`: by the reader
 */

export const PACE = 80; // ms from one word to the next: what comes faster cannot be followed, nor stopped in time

/**
 * `open(question, signal)` gives the events; `show(token)` is told of each `token` event, and returns whether to go on;
 * `changed()` when writing begins; `ended(ending)` when it ends, however it does.
 *
 * @param {{open: (question: any, signal: AbortSignal) => AsyncIterable<{name: string, data: any}>, show: (token: any) => boolean,
 *   changed: () => void, ended: (ending: Ending) => void}} needs
 * @param {{now: () => number, rest: (ms: number) => Promise<void>}} clock
 */
export function createWriting({ open, show, changed, ended }, clock = browserClock) {
  let run = /** @type {{flight: AbortController, tokens: number} | null} */ (null);

  async function start(question) {
    stop();
    const mine = { flight: new AbortController(), tokens: 0 };
    run = mine;
    changed();
    try {
      await follow(mine, open(question, mine.flight.signal));
    } catch (error) {
      end(mine, 'failed', error);
    }
  }

  async function follow(mine, events) {
    let due = 0;
    for await (const { name, data } of events) {
      if (name === 'error') return end(mine, 'failed', new Error(data.detail));
      if (name === 'done') return end(mine, data.reason);
      await clock.rest(Math.max(0, due - clock.now()));
      if (run !== mine) return;
      due = clock.now() + PACE;
      mine.tokens += 1;
      if (!show(data)) end(mine, 'left');
    }
    end(mine, 'failed', new Error('The connection to the server broke off.'));
  }

  /** Ends a run once, and closes its connection: that stops the server's work. */
  function end(mine, reason, error = null) {
    if (run !== mine) return;
    run = null;
    mine.flight.abort();
    ended({ tokens: mine.tokens, reason, error });
  }

  /** Returns whether there was anything to stop. */
  function stop() {
    if (!run) return false;
    end(run, 'left');
    return true;
  }

  return { get on() { return run !== null; }, start, stop };
}

const browserClock = {
  now: () => performance.now(),
  rest: (ms) => /** @type {Promise<void>} */ (new Promise((resolve) => setTimeout(resolve, ms))),
};
