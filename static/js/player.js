/** Plays the words one after another. */

export function createPlayer({ next, changed }) {
  return { on: false, speed: 1, play() {}, pause() {}, toggle() {} };
}
