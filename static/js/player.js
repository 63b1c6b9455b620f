/** Plays the words one after another, at the pace of slow reading or a multiple of it. Pure: the clock is given. */

export const SPEEDS = [0.5, 1, 2, 4];
const WORD = 650; // ms a word at speed 1

/**
 * `next()` goes on by a word and returns false where there is none; `first()` goes to the first one; `changed()` is
 * told when playing begins, ends or changes its speed. The last word, too, lasts as long as any other.
 *
 * @param {{next: () => boolean, first: () => void, changed: () => void}} needs
 * @param {{now: () => number, later: (f: () => void, ms: number) => any, cancel: (timer: any) => void}} clock
 */
export function createPlayer({ next, first, changed }, clock = browserClock) {
  let on = false;
  let speed = 1;
  let due = 0; // when the next word is to come
  let timer = /** @type {any} */ (null);

  /** The first word comes at once, so that the press is answered; after the end it is the first of all. */
  function play() {
    if (on) return;
    on = true;
    if (!next()) first();
    due = clock.now();
    wait();
    changed();
  }

  function pause() {
    if (!on) return;
    on = false;
    clock.cancel(timer);
    changed();
  }

  function setSpeed(wanted) {
    const since = due - WORD / speed;
    speed = wanted;
    if (on) {
      clock.cancel(timer);
      due = since;
      wait();
    }
    changed();
  }

  /** Words come at even distances from the first: a late one does not delay the rest. What was slept through is left out. */
  function wait() {
    const now = clock.now();
    due += WORD / speed;
    if (due < now) due = now + WORD / speed;
    timer = clock.later(advance, due - now);
  }

  function advance() {
    if (!next()) return pause();
    if (on) wait();
  }

  return {
    get on() { return on; },
    get speed() { return speed; },
    play, pause, setSpeed,
    toggle: () => (on ? pause() : play()),
  };
}

const browserClock = { now: () => performance.now(), later: (f, ms) => setTimeout(f, ms), cancel: (timer) => clearTimeout(timer) };
