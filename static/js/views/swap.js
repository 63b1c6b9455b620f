/** Swap. */

/** @param {HTMLElement} container @param {any} needs */
export function createSwap(container, needs) {
  return { update: () => void [container, needs] };
}
