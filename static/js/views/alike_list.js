/** Moments one below the other, the matched words in one line: context, colour by a unit, labels as lines under the words. */

import { inkOn, mix, position, readStops } from '../colours.js';
import { el, onWithin, setStyle } from '../dom.js';
import { rowName } from '../alike_rows.js';

/**
 * @param {HTMLElement} container
 * @param {{onRow: (row: number) => void}} events a row was pressed
 */
export function createList(container, { onRow }) {
  const own = el('div', { class: 'alike-row own', 'aria-hidden': 'true', hidden: true });
  const list = el('ol', { class: 'alike-rows' });
  container.replaceChildren(own, list);
  onWithin(list, 'click', 'a', (link, event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in a tab of its own
    event.preventDefault();
    onRow(indexOf(link));
  });
  list.addEventListener('keydown', (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = way && !event.ctrlKey && !event.metaKey && !event.altKey && list.children[indexOf(event.target) + way];
    if (!next) return;
    event.preventDefault();
    rove(next.firstElementChild);
    next.firstElementChild.focus();
  });

  /** @param {{row: import('../alike_rows.js').Row, similarity: string, href: string}[]} rows @param {{range: number, lanes: any[]}} look `range` of the colours */
  function draw(rows, look) {
    const focused = indexOf(document.activeElement);
    const paint = painter(look);
    list.replaceChildren(...rows.map(({ row, similarity, href }) => el('li', {}, el('a', { class: 'alike-row', href, tabindex: -1, 'aria-label': rowName(row, similarity) },
      ...cellsOf(row, similarity, paint)))));
    const links = [...list.querySelectorAll('a')];
    rove(links[Math.min(Math.max(0, focused), links.length - 1)]);
    if (focused >= 0) links[Math.min(focused, links.length - 1)]?.focus({ preventScroll: true });
    centre();
  }

  /** The reader's own moment, over the others; null: there is none. @param {import('../alike_rows.js').Row | null} row @param {{range: number}} look */
  function drawOwn(row, look) {
    own.hidden = !row;
    if (row) own.replaceChildren(...cellsOf(row, 'here', painter({ ...look, lanes: [] })));
  }

  /** Where the rows are wider than the window, the matched words are in sight. */
  function centre() {
    const here = container.querySelector('li .alike-here');
    if (!(here instanceof HTMLElement) || container.scrollWidth <= container.clientWidth || container.scrollLeft) return;
    const offset = here.getBoundingClientRect().left - container.getBoundingClientRect().left;
    container.scrollLeft = offset - 0.6 * container.clientWidth;
  }

  function indexOf(element) {
    const item = element?.closest?.('.alike-rows li');
    return item && list.contains(item) ? [...list.children].indexOf(item) : -1;
  }

  /** One row for the tabulator; arrows go through the rows. */
  function rove(link) {
    for (const other of list.querySelectorAll('[tabindex="0"]')) other.setAttribute('tabindex', '-1');
    link?.setAttribute('tabindex', '0');
  }

  return { draw, drawOwn };
}

/** @returns {(word: import('../alike_rows.js').Word) => HTMLElement} */
function painter({ range, lanes }) {
  const stops = readStops('signed');
  return ({ text, step, value, labels }) => {
    const word = el('span', { class: `alike-word${text.startsWith(' ') ? ' spaced' : ''}${step === 0 ? ' start' : ''}` }, el('bdi', {}, text.trim()),
      ...lanes.map(({ property, lane }) => el('i', { class: `alike-lane${labels.includes(property) ? ' on' : ''}`, 'data-lane': lane })));
    if (value !== null) {
      const colour = mix(stops, position('signed', value, range));
      setStyle(word.firstElementChild, { background: `rgb(${colour.join(' ')})`, color: inkOn(colour) });
    }
    return word;
  };
}

function cellsOf({ before, here, after }, similarity, paint) {
  const [left, middle, right] = [['alike-left', before], ['alike-here', [here]], ['alike-right', after]];
  return [el('span', { class: 'alike-similarity num' }, similarity),
    ...[left, middle, right].map(([name, words]) => el('span', { class: name }, ...words.map(paint)))];
}
