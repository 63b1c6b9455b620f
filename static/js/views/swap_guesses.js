/** What the network expects next at the playhead, in both texts; nothing where it predicts nothing. */

import { el } from '../dom.js';
import { percent } from '../numbers.js';
import { guessWord, quoted } from '../words.js';

const NAMES = { a: 'the sentence', b: 'the other text' };

/** @param {HTMLElement} container */
export function createGuesses(container) {
  /** @param {import('../swapped.js').Swapped} swapped @param {number} place */
  function show(swapped, place) {
    const standing = swapped.at(place);
    const parts = Object.keys(NAMES).filter((side) => standing[side] && swapped.answer.guesses[side]);
    container.replaceChildren(...parts.map((side) => lineOf(side, standing[side], swapped)));
  }

  return { show };
}

function lineOf(side, token, { answer }) {
  const guesses = answer.guesses[side][token.step].map((guess) => el('span', {}, el('bdi', {}, guessWord(guess)), ` ${percent(guess.probability)}`));
  return el('p', { 'data-side': side }, el('span', { class: 'muted' }, `After ${quoted(token)} in ${NAMES[side]}:`), ...guesses);
}
