/**
 * The pace of live reading: the first call after a pause runs at once, further ones at most every `gap` ms, and the
 * last one always.
 *
 * @param {() => void} run
 * @param {number} gap in ms
 * @param {{now: () => number, later: (f: () => void, ms: number) => void}} clock
 */
export function createPacer(run, gap, clock = browserClock) {
  let last = -Infinity;
  let waiting = false;
  const fire = () => {
    waiting = false;
    last = clock.now();
    run();
  };
  return function call() {
    if (waiting) return;
    const wait = last + gap - clock.now();
    if (wait <= 0) return fire();
    waiting = true;
    clock.later(fire, wait);
  };
}

const browserClock = { now: () => performance.now(), later: (f, ms) => setTimeout(f, ms) };
