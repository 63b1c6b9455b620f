/** Which gate: the choice among those that have a reason. */

import { el, findAll } from '../dom.js';

/** @param {HTMLElement} container @param {{onChoose: () => void}} events */
export function createPills(container, { onChoose }) {
  let signals = [];
  container.addEventListener('change', (event) => {
    event.stopPropagation(); // a choice of this part alone
    onChoose();
  });

  /** Offer these signals; what was chosen stays so where it is still offered. */
  function update(next) {
    if (next.map(({ title }) => title).join() === signals.map(({ title }) => title).join()) return;
    signals = next;
    container.hidden = signals.length < 2;
    container.replaceChildren(...signals.map(({ name, title, symbol }) => el('label', { class: 'pill' },
      el('input', { type: 'radio', name: 'why-gate', value: name, checked: name === 'forget', 'aria-label': title }),
      el('span', { class: 'sym' }, symbol))));
  }

  /** The chosen signal. */
  function chosen() {
    const checked = findAll('input', container).find((input) => input.checked);
    return signals.find(({ name }) => name === checked?.value) ?? signals[0];
  }

  return { update, chosen };
}
