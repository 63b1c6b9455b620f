/** What is true of the matches, and of all moments: a bar for each property, which can be drawn under the words. */

import { byDifference, shareWords } from '../alike_words.js';
import { el, find, onWithin, setStyle } from '../dom.js';

const DRAWN = 2; // properties that are drawn until the reader chooses: those that tell most

/** @param {HTMLElement} container @param {{onChoose: () => void}} events other properties are drawn */
export function createLabels(container, { onChoose }) {
  const list = find('ul', container);
  let properties = [];
  let own = /** @type {Set<string> | null} */ (null); // the reader's choice

  onWithin(list, 'change', 'input', () => {
    own = new Set([...list.querySelectorAll('input:checked')].map((/** @type {any} */ { value }) => value));
    onChoose();
  });

  /** @param {Record<string, {moments: number, corpus: number, words: string}>} distribution */
  function draw(distribution) {
    properties = Object.keys(distribution);
    container.hidden = !properties.length;
    const drawn = own ?? new Set(byDifference(distribution).slice(0, DRAWN));
    list.replaceChildren(...properties.map((property, lane) => itemOf(property, lane, distribution[property], drawn.has(property))));
  }

  /** The lanes under the words: properties in their order. @returns {{property: string, lane: number}[]} */
  function lanes() {
    const checked = [...list.querySelectorAll('input:checked')].map((/** @type {any} */ { value }) => value);
    return properties.map((property, lane) => ({ property, lane })).filter(({ property }) => checked.includes(property));
  }

  return { draw, lanes };
}

function itemOf(property, lane, { moments, corpus, words }, isDrawn) {
  const input = el('input', { type: 'checkbox', value: property, checked: isDrawn, autocomplete: 'off' });
  const bar = el('span', { class: 'alike-share', 'aria-hidden': 'true' }, el('i'), el('b'));
  setStyle(bar, { '--moments': String(moments), '--corpus': String(corpus) });
  return el('li', {}, el('label', {}, input, el('i', { class: 'alike-lane on', 'data-lane': lane }), el('span', {}, words)), bar,
    el('span', { class: 'num' }, el('b', {}, shareWords(moments)), el('span', { class: 'muted' }, ` of all ${shareWords(corpus)}`)));
}
