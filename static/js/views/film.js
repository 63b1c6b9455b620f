/** The film of a training: a slider over its moments, each of which reads the same sentence. */

import { find, setText } from '../dom.js';
import { stopWords, stopsOf } from '../film.js';

/**
 * @param {HTMLElement} container
 * @param {{onFrame: (name: string) => void, createPlayer: (needs: any) => any}} needs `createPlayer`: see player.js
 */
export function createFilm(container, { onFrame, createPlayer }) {
  const [slider, play] = ['input', 'button'].map((selector) => find(selector, container));
  const line = find('.film-line', container);
  let film = /** @type {import('../film.js').Frame[]} */ ([]);
  let stops = /** @type {string[]} */ ([]);

  const player = createPlayer({ next: goOn, first: () => show(0), changed: showPlaying });
  slider.addEventListener('input', () => {
    player.pause();
    show(Number(slider.value));
  });
  play.addEventListener('click', player.toggle);

  function show(stop) {
    slider.value = String(stop);
    tell();
    onFrame(stops[stop]);
  }

  /** The next moment for the player. Returns whether there was one. */
  function goOn() {
    const next = Number(slider.value) + 1;
    if (next >= stops.length) return false;
    show(next);
    return true;
  }

  function showPlaying() {
    setText(play, player.on ? 'Pause' : 'Play');
  }

  function tell() {
    const words = stopWords(stops[Number(slider.value)], film);
    setText(line, words);
    slider.setAttribute('aria-valuetext', words);
  }

  function update({ model, view }) {
    container.hidden = !model.film;
    if (container.hidden) return player.pause();
    film = model.film;
    stops = stopsOf(view.model, film);
    slider.max = String(stops.length - 1);
    slider.value = String(stops.indexOf(view.model));
    tell();
  }

  return { update };
}
