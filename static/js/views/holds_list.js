/** All holds, a pill each: which one is being changed, which are in force. */

import { el, onWithin, setText } from '../dom.js';
import { holdWords, shortWords } from '../hold_words.js';
import { nameOf } from '../names.js';

/**
 * @param {HTMLElement} root
 * @param {{onChoose: (n: number) => void, onSwitch: (n: number, off: boolean) => void}} events
 */
export function createHoldsList(root, { onChoose, onSwitch }) {
  const rows = [];

  onWithin(root, 'click', '.hold-name', (button) => onChoose(Number(button.closest('li').dataset.n)));
  onWithin(root, 'change', 'input', (box) => onSwitch(Number(box.closest('li').dataset.n), !box.checked));

  function update({ view, model, table, reading }, chosen) {
    while (rows.length > view.holds.length) rows.pop().root.remove();
    while (rows.length < view.holds.length) root.append(rows[rows.push(create(rows.length)) - 1].root);
    rows.forEach(({ root: row, box, name }, n) => {
      const hold = view.holds[n];
      const known = hold.units?.length === 1 ? nameOf(model, hold.layer, hold.units[0]) : null;
      const words = holdWords(hold, table, reading, known);
      box.checked = !hold.off;
      box.setAttribute('aria-label', `Hold ${n + 1} in force`);
      setText(name, shortWords(hold, table));
      name.title = words;
      name.setAttribute('aria-label', `Hold ${n + 1}: ${words}`);
      name.setAttribute('aria-pressed', String(n === chosen));
      row.classList.toggle('off', hold.off);
    });
  }

  return { update };
}

function create(n) {
  const box = el('input', { type: 'checkbox', autocomplete: 'off' });
  const name = el('button', { type: 'button', class: 'hold-name num' });
  return { root: el('li', { 'data-n': n }, box, name), box, name };
}
