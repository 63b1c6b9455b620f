/** What lies over the rows of a figure: a button for each, for keys and screen readers; marks of the chosen ones. */

import { el, onWithin, setStyle } from './dom.js';

/**
 * @param {HTMLElement} root of the chart, which is placed by the same margins
 * @param {{label: string, onRow: (row: number) => void}} needs `label` of the list of rows
 */
export function createRows(root, { label, onRow }) {
  const list = el('ul', { class: 'chart-rows', 'aria-label': label });
  root.append(list);
  onWithin(list, 'click', '[data-row]', (button) => onRow(Number(button.dataset.row)));
  list.addEventListener('keydown', (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, place] = focused();
    if (!focus(row + way, place)) return;
    event.preventDefault();
    rove(row + way);
  });

  /** @param {string[]} names of the rows @param {number} height of one, in px @param {(row: number) => HTMLElement[]} besides
   *   more buttons at the end of a row */
  function draw(names, height, besides = () => []) {
    const [row, place] = focused();
    setStyle(list, { '--row': `${height}px` });
    list.replaceChildren(...names.map((name, n) => el('li', {}, el('button', { type: 'button', 'data-row': n, 'aria-label': name }), ...besides(n))));
    const next = Math.min(Math.max(row, 0), names.length - 1);
    rove(next);
    if (row >= 0) focus(next, place, true); // the row that was pressed is gone
  }

  /** The row that has the focus, and which of its buttons; −1 where none has. */
  function focused() {
    const items = [...list.children];
    const row = items.findIndex((item) => item.contains(document.activeElement));
    return [row, row < 0 ? 0 : [...items[row].children].findIndex((button) => button === document.activeElement)];
  }

  function focus(row, place, preventScroll = false) {
    const button = list.children[row]?.children[place];
    button?.focus({ preventScroll });
    return Boolean(button);
  }

  /** One row for the tabulator; arrows go through the rows. */
  function rove(at) {
    [...list.children].forEach((item, row) => {
      for (const button of item.children) button.tabIndex = row === at ? 0 : -1;
    });
  }

  /** @param {(row: number) => boolean} isSelected */
  function mark(isSelected) {
    [...list.children].forEach(({ firstElementChild: button }, row) => button.setAttribute('aria-current', String(isSelected(row))));
  }

  return { draw, mark };
}
