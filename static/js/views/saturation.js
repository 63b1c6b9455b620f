/** How far the gates open. */

export function createSaturation(container, events) {
  return { update() {}, destroy() {} };
}
