/** Which units are shown: a choice of properties, and a search. */

import { find, findAll, onWithin } from '../dom.js';

/** @param {HTMLElement} container @param {{onChange: (change: any) => void}} events */
export function createFilter(container, { onChange }) {
  const search = find('[name=search]', container);

  onWithin(container, 'change', '[name=show]', ({ value }) => onChange({ show: value }));
  search.addEventListener('input', () => onChange({ search: search.value }));

  function update(view) {
    for (const input of findAll('[name=show]', container)) input.checked = input.value === view.show;
    if (search.value !== view.search) search.value = view.search;
  }

  return { update };
}
