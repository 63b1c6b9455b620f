/** Write. */

/** @param {HTMLElement} container @param {any} needs */
export function createWrite(container, needs) {
  return { update: () => void [container, needs] };
}
