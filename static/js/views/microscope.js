/** One cell at one moment. */

export function createMicroscope(containers, events) {
  return { update() {}, move() {}, destroy() {} };
}
