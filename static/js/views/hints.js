/** At most three quiet hints. */

export function createHints(container) {
  return { update() {}, destroy() {} };
}
