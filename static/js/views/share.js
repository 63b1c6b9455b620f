/** The link to what is seen, and downloads of it. */

import { el, findAll } from '../dom.js';

const SAID_FOR = 2000; // ms
const TOO_LONG = 'This text is too long for a link: servers take addresses of up to 60,000 characters. Export ▾ gives you the whole reading as a file.';

/**
 * @param {{button: HTMLElement, menu: HTMLElement}} containers
 * @param {{link: () => string | null, onSay: (sentence: string, ...elements: Element[]) => void}} events
 */
export function createShare({ button, menu }, { link, onSay }) {
  const words = button.textContent;
  button.addEventListener('click', async () => {
    const address = link();
    if (address === null) return onSay(TOO_LONG);
    try {
      await navigator.clipboard.writeText(address);
      say('Link copied');
    } catch {
      onSay('This browser does not let a page copy. The link is:', el('input', { readonly: true, value: address, 'aria-label': 'Link to this view' }));
    }
  });

  function say(text) {
    button.textContent = text;
    setTimeout(() => (button.textContent = words), SAID_FOR);
  }

  /** `path(format)` gives the address of a download; `enabled` is false while there is nothing to share. */
  function update({ path, enabled }) {
    /** @type {HTMLButtonElement} */ (button).disabled = !enabled;
    for (const anchor of findAll('a[data-format]', menu)) anchor.href = path(anchor.dataset.format);
  }

  return { update, destroy: () => {} };
}
