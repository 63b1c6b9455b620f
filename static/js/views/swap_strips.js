/** The two texts as strips of words, one above the other: words that correspond stand in one column. */

import { el, find, findAll, onWithin, setStyle } from '../dom.js';
import { wordAt } from '../swap_words.js';
import { isStart, quoted, tokenWord } from '../words.js';
import { editWord } from './swap_word.js';

const MARGIN = 90; // px that stay in sight beside the column of the playhead

/**
 * @param {HTMLElement} container with a `.swap-line` for each text
 * @param {{onStep: (step: number) => void, onWord: (token: any, word: string) => void}} events `onWord`: another word in
 *   place of a token's own one in the lower text; '' takes it away
 */
export function createStrips(container, { onStep, onWord }) {
  const lines = Object.fromEntries(['a', 'b'].map((side) => [side, find(`[data-side=${side}]`, container)]));
  let swapped = /** @type {any} */ (null);
  let editing = /** @type {{place: string, leave: () => string | null} | null} */ (null);
  let here = -1;

  onWithin(lines.a, 'click', 'button', (button) => onStep(swapped.columns[button.dataset.place][0]));
  onWithin(lines.b, 'click', 'button', (button) => edit(button));
  onWithin(container, 'keydown', 'button', (button, event) => {
    const next = neighbour(event.key, button);
    if (!next) return;
    event.preventDefault();
    focus(next);
  });

  /** Make a field of a word. @param {HTMLElement} button @param {string} [typed] what stood in the field before */
  function edit(button, typed) {
    const { place } = button.dataset;
    const token = swapped.at(place).b;
    const { from, to } = wordAt(swapped.texts.b, token);
    const word = Array.from(swapped.texts.b).slice(from, to).join('');
    editing = { place, ...editWord(button, { word, typed: typed ?? word, onWord: (next) => onWord(token, next) }) };
  }

  /** @param {import('../swapped.js').Swapped} next */
  function draw(next) {
    if (swapped && swapped.texts.a === next.texts.a && swapped.texts.b === next.texts.b && swapped.answer.model === next.answer.model) return;
    const typed = editing?.leave() ?? null;
    const { place = editing?.place, side = 'b' } = focused();
    swapped = next;
    here = -1;
    for (const name of ['a', 'b']) lines[name].replaceChildren(...swapped.columns.map((_, n) => cellOf(swapped, n, name)));
    for (const line of [lines.a, lines.b]) rove(find('button', line));
    const button = lines[side].querySelector(`button[data-place="${place}"]`);
    if (typed !== null && button) edit(button, typed); // the answer to what was typed before has come
    else if (place !== undefined && button) focus(button);
  }

  /** The word that has the focus: its place and its line; nothing where none has. */
  function focused() {
    const button = /** @type {any} */ (container.querySelector('button:focus'));
    return button ? { place: button.dataset.place, side: button.closest('.swap-line').dataset.side } : {};
  }

  /** Show the column of the playhead. */
  function mark(place) {
    if (place === here) return;
    for (const name of ['a', 'b']) {
      lines[name].children[here]?.classList.remove('here');
      lines[name].children[place]?.classList.add('here');
    }
    for (const at of [here, place]) if (swapped.columns[at]) lines.a.children[at].setAttribute('aria-pressed', String(at === place));
    here = place;
    reveal(lines.a.children[place]);
  }

  function reveal(cell) {
    if (!cell || container.scrollWidth <= container.clientWidth) return;
    const [from, to] = [cell.offsetLeft, cell.offsetLeft + cell.offsetWidth];
    const { scrollLeft, clientWidth } = container;
    if (from - MARGIN < scrollLeft || to > scrollLeft + clientWidth) container.scrollLeft = (from + to - clientWidth) / 2;
  }

  return { draw, mark };
}

/** A word of one of the texts, or a gap where it has none. */
function cellOf(swapped, place, side) {
  const token = swapped.at(place)[side];
  if (!token) return el('span', { class: 'swap-token gap' });
  const differs = !swapped.isPair(place);
  const name = { 'data-place': place, class: `swap-token${differs ? ' differs' : ''}` };
  const word = el('bdi', {}, tokenWord(token));
  if (side === 'b' && isStart(token)) return el('span', name, word);
  return el('button', { type: 'button', ...name, tabindex: -1, 'aria-label': differs ? `${quoted(token)}, in this text alone` : null, 'aria-pressed': side === 'a' ? 'false' : null }, word);
}

function focus(button) {
  rove(button);
  button.focus({ preventScroll: true });
  button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** One stop for the tabulator in each line; arrows go through its words. */
function rove(button) {
  for (const other of findAll('button', button.closest('.swap-line'))) other.tabIndex = other === button ? 0 : -1;
}

/** The word that a key leads to: along the line, or to the other one. */
function neighbour(key, button) {
  const line = button.closest('.swap-line');
  const buttons = findAll('button', line);
  const at = buttons.indexOf(button);
  const along = { ArrowRight: buttons[at + 1] ?? button, ArrowLeft: buttons[at - 1] ?? button, Home: buttons[0], End: buttons.at(-1) }[key];
  if (along || !['ArrowUp', 'ArrowDown'].includes(key)) return along;
  const other = key === 'ArrowUp' ? line.previousElementSibling : line.nextElementSibling;
  return other?.querySelector(`button[data-place="${button.dataset.place}"]`) ?? button;
}
