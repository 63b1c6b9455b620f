/** The link to what is seen, and downloads of it. */

import { el, find, findAll, onWithin, setText } from '../dom.js';

const SAID_FOR = 2000; // ms
const TOO_LONG = 'This text is too long for a link: servers take addresses of up to 60,000 characters. Export ▾ gives you the whole reading as a file.';

/**
 * @param {{button: HTMLElement, menu: HTMLElement}} containers
 * @param {{link: () => string | null, onSay: (sentence: string, ...elements: Element[]) => void}} events
 */
export function createShare({ button, menu }, { link, onSay }) {
  const words = button.textContent;
  let extents = /** @type {Record<string, any>} */ ({});
  onWithin(menu, 'change', 'input[name=extent]', show);
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

  /**
   * Of how much there can be downloads: `path(format)` is the address of one, `words` say how much it is. `enabled` is
   * false while there is nothing to share.
   *
   * @param {{extents: Record<string, {path: (format: string) => string, words: string}>, enabled: boolean}} next
   */
  function update({ extents: next, enabled }) {
    extents = next;
    /** @type {HTMLButtonElement} */ (button).disabled = !enabled;
    find('#recipes-open', menu).disabled = !enabled;
    show();
  }

  function show() {
    const { path, words: extent } = extents[find('input[name=extent]:checked', menu).value];
    for (const anchor of findAll('a[data-format]', menu)) anchor.href = path(anchor.dataset.format);
    setText(find('[data-extent]', menu), extent);
  }

  return { update, destroy: () => {} };
}
