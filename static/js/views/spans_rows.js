/** What lies over the bars of memories: a button for each row, for keys and screen readers; marks of the selected unit. */

import { el, onWithin, setStyle } from '../dom.js';

/**
 * @param {HTMLElement} root of the chart, which is placed by the same margins
 * @param {{onRow: (row: number) => void}} events
 */
export function createRows(root, { onRow }) {
  const list = el('ul', { class: 'spans-rows', 'aria-label': 'Memories, in the order of writing' });
  root.append(list);
  onWithin(list, 'click', 'button', (button) => onRow(Number(button.dataset.row)));
  list.addEventListener('keydown', (event) => {
    const next = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = Number(event.target.dataset.row) + (next ?? NaN);
    const button = list.children[row]?.firstElementChild;
    if (!button || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    rove(row);
    button.focus();
  });

  /** @param {string[]} names of the rows @param {number} height of one, in px */
  function draw(names, height) {
    const at = [...list.children].findIndex((item) => item.contains(document.activeElement));
    setStyle(list, { '--row': `${height}px` });
    list.replaceChildren(...names.map((name, row) => el('li', {}, el('button', { type: 'button', 'data-row': row, 'aria-label': name }))));
    const next = Math.min(Math.max(at, 0), names.length - 1);
    rove(next);
    if (at >= 0) list.children[next]?.firstElementChild.focus({ preventScroll: true }); // the row that was pressed is gone
  }

  /** One stop for the tabulator; arrows go through the rows. */
  function rove(at) {
    [...list.children].forEach(({ firstElementChild: button }, row) => { button.tabIndex = row === at ? 0 : -1; });
  }

  /** @param {(row: number) => boolean} isSelected */
  function mark(isSelected) {
    [...list.children].forEach(({ firstElementChild: button }, row) => button.setAttribute('aria-current', String(isSelected(row))));
  }

  return { draw, mark };
}
