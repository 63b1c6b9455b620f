/** One word of the prose: its text, its surprise as a bar, and the three best guesses for the next as words on bars. */

import { el, setStyle, setText } from '../dom.js';
import { percent, written } from '../numbers.js';
import { guessWord, isEnd, isStart, isUnknown, quoted, tokenWord } from '../words.js';

const MOST_BITS = 14; // a bar of this much surprise fills its lane

/** The elements of a word; `shade` is the colour that it stands on, −1 for paper. */
export function createWord(step) {
  const text = el('bdi', { class: 'text' });
  const bar = el('i');
  const guesses = [0, 1, 2].map(() => el('bdi', { class: 'led-to' }));
  const root = el('span', { class: 'token', role: 'option', id: `word-${step}`, 'data-step': step }, text, el('span', { class: 'bits' }, bar), ...guesses);
  return { step, root, text, bar, guesses, shade: -1 };
}

/** Everything but the colour: it changes with the reading alone. `unknown`: id of the network's unknown token, or null. */
export function writeWord({ step, root, text, bar, guesses }, reading, unknown) {
  const { surprisal, top } = expected(reading, step);
  const next = reading.tokens[step + 1]?.id;
  setText(text, tokenWord(reading.tokens[step]));
  root.classList.toggle('start', isStart(reading.tokens[step]));
  root.classList.toggle('unknown', isUnknown(reading.tokens[step], unknown));
  setStyle(bar, { height: `${(100 * Math.min(1, (surprisal ?? 0) / MOST_BITS)).toFixed(0)}%` });
  guesses.forEach((guess, n) => {
    guess.hidden = !top[n];
    if (guess.hidden) return;
    setText(guess, guessWord(top[n]));
    guess.classList.toggle('hit', top[n].id === next);
    setStyle(guess, { '--chance': `${(100 * top[n].probability).toFixed(0)}%` });
  });
}

/** What a screen reader says; `shown` {signal, value}: what colours it, or null. */
export function describeWord({ step, root }, reading, shown) {
  const { surprisal, top } = expected(reading, step);
  const parts = [quoted(reading.tokens[step])];
  if (shown) parts.push(`${shown.signal.title} ${written(shown.signal.scale, shown.value)}`);
  if (surprisal !== null) parts.push(`surprise ${surprisal.toFixed(1)} bits`);
  const guesses = top.map((guess) => `${isEnd(guess) ? 'the end' : guessWord(guess)} ${percent(guess.probability)}`);
  const expects = guesses.length ? `; guesses for the next word: ${guesses.join(', ')}` : '';
  root.setAttribute('aria-label', `${parts.join(', ')}${expects}`);
}

/** What it expected at a step and expects next; nothing where a network predicts nothing. */
function expected({ predictions }, step) {
  return predictions ? predictions[step] : { surprisal: null, top: [] };
}
