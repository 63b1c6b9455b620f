/** One gate of all units: a square with a dot for each unit, by the shares of words at which it is nearly closed and open. */

import { el, setText } from '../dom.js';
import { nameOf } from '../names.js';
import { nearest, neighbour, nextUnit, placeOf, placesOf, placeWords, whole } from '../saturation.js';
import { createDots } from './saturation_dots.js';

const REACH = { mouse: 12, touch: 24 }; // px

/**
 * @param {any} gate of the table of signals: {name, symbol, title}
 * @param {{onUnit: (unit: number) => void, onSay: (sentence: string) => void}} events
 */
export function createPlot(gate, { onUnit, onSay }) {
  const dots = createDots();
  const square = el('div', { class: 'saturation-square', tabindex: 0, role: 'application', 'aria-roledescription': 'scatter plot' }, dots.drawing);
  const said = el('p', { class: 'saturation-said num', 'aria-hidden': 'true' });
  const root = el('figure', { class: 'saturation-plot', 'data-gate': gate.name },
    el('figcaption', { class: 'name' }, el('span', { class: 'sym' }, gate.symbol), ` ${gate.title}`),
    ends('saturation-up', 'never open', 'always open'), square, ends('saturation-across', 'never closed', 'always closed'), said);
  let drawn = /** @type {any} */ ({});
  let places = [];
  let at = /** @type {any} */ (null); // the place under the pointer or the keys

  /** @param {any} scene @param {[number, number][] | undefined} books shares of each unit in the books, once known */
  function draw(scene, books) {
    const { reading } = scene;
    const shares = reading.saturation[gate.name];
    if (drawn.scene?.reading !== reading) {
      places = placesOf(shares);
      at = null;
      dots.showUnits(shares, reading.still);
    }
    if (books && drawn.books !== books) dots.showBooks(books);
    drawn = { scene, books };
    const { unit, pinned } = scene.view;
    const marked = [...new Set([...(unit === null ? [] : [unit]), ...pinned])];
    dots.mark(marked.map((each) => ({ unit: each, selected: each === unit, here: [shares[2 * each], shares[2 * each + 1]], book: books?.[each] })));
    tell();
  }

  /** In words: what is pointed at, else the selected unit. */
  function tell() {
    const { scene, books } = drawn;
    dots.point(at);
    const { unit } = scene.view;
    const own = unit === null ? null : { ...placeOf(places, unit), units: [unit] };
    const compared = own && books ? ` (in books ${whole(books[unit][0])} and ${whole(books[unit][1])})` : '';
    const words = own ? `${placeWords(own, named)}${compared}` : '';
    setText(said, at ? placeWords(at, named) : words);
    square.setAttribute('aria-label', [`${gate.title}, ${scene.model.units} units by how often it is nearly closed and nearly open`,
      words, 'Arrow keys go from dot to dot, Enter selects'].filter(Boolean).join('. '));
  }

  function named(unit) {
    return nameOf(drawn.scene.model, drawn.scene.reading.layer, unit);
  }

  function pointTo(place) {
    if (place === at) return;
    at = place;
    square.classList.toggle('reached', Boolean(at));
    tell();
  }

  function placeAt(event) {
    const { left, top, width, height } = square.getBoundingClientRect();
    const point = { low: (event.clientX - left) / width, high: 1 - (event.clientY - top) / height };
    return nearest(places, point, (REACH[event.pointerType] ?? REACH.mouse) / width);
  }

  const select = (place) => place && onUnit(nextUnit(place, drawn.scene.view.unit));
  square.addEventListener('pointermove', (event) => event.pointerType !== 'touch' && pointTo(placeAt(event)));
  square.addEventListener('pointerleave', () => pointTo(null));
  square.addEventListener('blur', () => pointTo(null));
  square.addEventListener('click', (event) => select(placeAt(event)));
  square.addEventListener('keydown', (event) => {
    if (!places.length || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = at ?? placeOf(places, drawn.scene.view.unit) ?? places[0];
    if (event.key === 'Enter' || event.key === ' ') select(here);
    const next = neighbour(places, here, event.key);
    if (!next && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (!next) return;
    pointTo(next);
    onSay(placeWords(next, named));
  });

  return { root, gate, draw };
}

/** The two ends of an axis. */
function ends(name, from, to) {
  return el('div', { class: name, 'aria-hidden': 'true' }, el('span', {}, from), el('span', {}, to));
}
