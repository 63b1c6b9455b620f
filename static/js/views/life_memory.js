/** Memory in words: the episodes of the selected unit, each a way to the word at which it opened. */

import { el, find, onWithin, setText } from '../dom.js';
import { episodeWords, habitWords } from '../episode_words.js';
import { episodesOf, habits, weightiest } from '../episodes.js';
import { holdAt } from '../holds.js';
import { count } from '../numbers.js';

const MOST = 6;
const NO_BELT = 'A simple recurrent network has no memory belt: there is nothing to open, to hold or to drop, for all that it remembers is rewritten at every word.';

const HELD = 'Where its cell is held by hand, what its gates open and drop does not reach it';

/** @param {HTMLElement} container @param {{onStep: (step: number) => void}} events */
export function createMemory(container, { onStep }) {
  const [habit, list, more] = ['.memory-habit', 'ol', '.memory-more'].map((selector) => find(selector, container));
  let told = [];
  onWithin(list, 'click', 'button', (button) => onStep(Number(button.dataset.step)));

  function update(scene) {
    container.hidden = !scene.ready || scene.reading.kind === 'gru';
    if (!scene.ready) return;
    const { shown, smaller, said } = scene.reading.kind === 'lstm' ? memoryOf(scene) : { shown: [], smaller: 0, said: NO_BELT };
    told = shown;
    setText(habit, said);
    habit.hidden = !said;
    list.replaceChildren(...told.map(({ pieces, open }) => el('li', {}, el('button', { type: 'button', 'data-step': open }, ...pieces.map(piece)))));
    setText(more, [smaller ? `and ${count(smaller, 'smaller one')}` : '', cellIsHeld(scene) ? HELD : ''].filter(Boolean).join('. '));
    move(scene);
  }

  /** Mark the episode that the playhead is in. */
  function move({ view }) {
    told.forEach(({ open, last }, n) => {
      const within = view.step >= open && view.step <= last;
      list.children[n].firstChild.setAttribute('aria-current', String(within));
    });
  }

  return { update, move };
}

function cellIsHeld({ reading, view }) {
  return reading.tokens.some((_, step) => holdAt(reading, { signal: 'cell', unit: view.unit, step }));
}

function memoryOf({ reading, view }) {
  const [forget, input, candidate, cell] = ['forget', 'input', 'candidate', 'cell'].map((name) => reading.line(name, view.unit));
  const lines = { forget, input, candidate, cell };
  const episodes = episodesOf(lines);
  const { shown, smaller } = weightiest(episodes, MOST);
  const sentences = shown.map((episode) => ({ ...episode, pieces: episodeWords(episode, lines, reading.tokens) }));
  return { shown: sentences, smaller, said: habitWords(episodes, habits(lines)) };
}

/** A number stays on the line of the letter that it belongs to. */
function piece(part) {
  return typeof part === 'string' ? part.replace(/ ([=≥]) /g, '\u00a0$1\u00a0') : el('bdi', {}, part.word);
}
