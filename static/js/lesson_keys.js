/** The keys that turn the pages of the lesson: the arrows, where nothing else has use for them. */

const WAYS = { ArrowRight: 'next', ArrowLeft: 'prev' };

/** Which way a key leads, or null. @param {KeyboardEvent} event */
export function wayOf({ key, target, ctrlKey, metaKey, altKey, shiftKey, defaultPrevented }) {
  if (ctrlKey || metaKey || altKey || shiftKey || defaultPrevented) return null;
  const isFree = target === document.body || target instanceof HTMLAnchorElement || target === document.documentElement;
  return isFree ? WAYS[key] ?? null : null;
}

/** Follow the keys to the chapter before and after. @param {Document} page */
export function followPages(page) {
  page.addEventListener('keydown', (event) => {
    const way = wayOf(event);
    const link = way && /** @type {HTMLAnchorElement | null} */ (page.querySelector(`.lesson-foot [rel=${way}]`));
    if (!link) return;
    event.preventDefault();
    link.click();
  });
}
