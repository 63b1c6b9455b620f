/** Play, pause, speed, scrub. */

export function createTransport(container, events) {
  return { update() {}, move() {}, playing() {}, destroy() {} };
}
