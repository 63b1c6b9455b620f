/** Play, pause, step, speed and scrub: where in the text one is, and how one gets elsewhere. */

import { find, onWithin, setStyle, setText } from '../dom.js';
import { count } from '../numbers.js';
import { isStart, tokenWord } from '../words.js';

/**
 * @param {HTMLElement} container
 * @param {{player: any, onStep: (step: number) => void}} events `player`: see player.js
 */
export function createTransport(container, { player, onStep }) {
  const [bar, button, speed] = ['.transport', '.play', '.speed select'].map((selector) => find(selector, container));
  const [where, lane, scrubber] = ['.where', '.scrub', '.scrub input'].map((selector) => find(selector, container));
  const ways = { first: () => 0, back: () => now.step - 1, on: () => now.step + 1, last: () => now.last };
  let now = { step: 0, last: 0 };

  button.addEventListener('click', () => player.toggle());
  speed.addEventListener('change', () => player.setSpeed(Number(speed.value)));
  scrubber.addEventListener('input', () => onStep(Number(scrubber.value)));
  onWithin(bar, 'click', '[data-to]', (way) => onStep(Math.min(now.last, Math.max(0, ways[way.dataset.to]()))));

  function update(scene) {
    const { steps } = scene.reading;
    scrubber.max = Math.max(1, steps - 1);
    scrubber.disabled = steps < 2;
    setStyle(lane, { '--steps': String(steps) });
    move(scene);
  }

  function move({ reading, view }) {
    now = { step: view.step, last: reading.steps - 1 };
    setText(where, whereWords(now, isStart(reading.tokens[0])));
    scrubber.value = String(view.step);
    scrubber.setAttribute('aria-valuetext', tokenWord(reading.tokens[view.step]));
  }

  /** Show whether the words go on by themselves. */
  function playing({ on }) {
    const word = on ? 'Pause' : 'Play';
    button.classList.toggle('on', on);
    button.setAttribute('aria-label', word);
    button.title = `${word} (Space)`;
  }

  return { update, move, playing, destroy: () => player.pause() };
}

/** Where one is among the words, which a start mark is none of. */
function whereWords({ step, last }, hasStart) {
  if (!hasStart) return `word ${step + 1} of ${last + 1}`;
  return step ? `word ${step} of ${last}` : `start · ${count(last, 'word')}`;
}
