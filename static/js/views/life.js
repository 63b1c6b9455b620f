/** The life of a unit. */

export function createLife(container, events) {
  return { update() {}, move() {}, destroy() {} };
}
