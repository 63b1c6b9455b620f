/** The same network once per token. */

export function createUnrolled(container, events) {
  return { update() {}, move() {}, destroy() {} };
}
