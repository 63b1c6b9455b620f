/** Text by unit. */

export function createProse(container, events) {
  return { update() {}, move() {}, destroy() {} };
}
