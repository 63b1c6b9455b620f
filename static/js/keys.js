/** Which key means what, everywhere on the page. */

/** @returns {string | null} the name of the action */
export function actionOf(event) {
  return event.key === 'Escape' ? 'clear' : null;
}
