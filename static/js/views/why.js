/** Why is this gate so? */

export function createWhy(container, events) {
  return { update() {}, move() {}, destroy() {} };
}
