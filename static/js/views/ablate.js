/** Ablate. */

/** @param {HTMLElement} container @param {any} needs */
export function createAblate(container, needs) {
  return { update: () => void [container, needs] };
}
