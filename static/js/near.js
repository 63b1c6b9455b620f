/** Whether an element is in sight, or nearly: what is far away costs nothing, and is drawn before it is seen. */

const NEAR = '300px'; // from the window

/**
 * Tell whether an element is near the window, now and whenever that changes. A busy page delivers several changes at
 * once, the latest one last.
 *
 * @param {HTMLElement} element
 * @param {(near: boolean) => void} change
 */
export function watchNear(element, change) {
  const observer = new IntersectionObserver((entries) => change(entries[entries.length - 1].isIntersecting), { rootMargin: NEAR });
  observer.observe(element);
  return () => observer.disconnect();
}
