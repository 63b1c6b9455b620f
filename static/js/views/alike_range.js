/** The words of the text in one line, of which a range is chosen: by a drag, by two presses, or by arrows with Shift. */

import { el, findAll, onWithin } from '../dom.js';
import { quoted, tokenWord } from '../words.js';

/** @param {HTMLElement} container @param {{onRange: (steps: [number, number]) => void}} events */
export function createRange(container, { onRange }) {
  let words = [];
  let text = '';
  let range = [0, 0];
  let anchor = /** @type {number | null} */ (null); // the word from which the range goes; null: the next press begins one
  let pressed = /** @type {number | null} */ (null); // where the mouse went down
  let dragged = false;

  container.addEventListener('pointerdown', (event) => {
    dragged = false;
    if (event.button !== 0 || event.pointerType === 'touch') return; // a finger scrolls; it chooses by two taps
    pressed = stepOf(event);
  });
  container.addEventListener('pointermove', (event) => {
    const step = event.buttons === 1 && pressed !== null ? stepOf(event) : null;
    if (step === null || (step === pressed && !dragged)) return;
    dragged = true;
    paint(sorted(pressed, step));
  });
  addEventListener('pointerup', () => {
    if (pressed !== null && dragged) take(range);
    pressed = null;
  });
  onWithin(container, 'click', 'button', (button, event) => {
    if (!dragged || !event.detail) press(Number(button.dataset.step), event.shiftKey);
  });
  onWithin(container, 'keydown', 'button', (button, event) => {
    const step = nextStep(event.key, Number(button.dataset.step), words.length - 1);
    if (step === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (event.shiftKey) extend(step, Number(button.dataset.step));
    focus(step);
  });

  /** The first press of two begins the range, the second ends it. */
  function press(step, isShifted) {
    if (isShifted || (anchor !== null && anchor !== step)) {
      const from = anchor ?? range[0];
      anchor = null;
      return onRange(sorted(from, step));
    }
    anchor = step;
    onRange([step, step]);
  }

  function extend(step, from) {
    anchor ??= from;
    onRange(sorted(anchor, step));
  }

  function take(steps) {
    anchor = null;
    onRange(/** @type {[number, number]} */ (steps));
  }

  /** @param {any} reading @param {number[]} next first and last step */
  function update({ text: now, tokens }, next) {
    if (now !== text || tokens.length !== words.length) draw(tokens);
    text = now;
    if (pressed === null) paint(next);
  }

  function draw(tokens) {
    anchor = null;
    words = tokens.map((token) => el('button', { type: 'button', 'data-step': token.step, tabindex: -1, 'aria-label': quoted(token) }, el('bdi', {}, tokenWord(token))));
    container.replaceChildren(...words);
    range = [0, -1];
  }

  function paint(next) {
    if (next[0] === range[0] && next[1] === range[1]) return;
    range = next;
    words.forEach((word, step) => word.setAttribute('aria-pressed', String(step >= range[0] && step <= range[1])));
    if (!container.contains(document.activeElement)) rove(words[range[0]]);
    reveal(words[range[0]]);
  }

  function reveal(word) {
    const [from, to] = [word.offsetLeft, word.offsetLeft + word.offsetWidth];
    if (from < container.scrollLeft || to > container.scrollLeft + container.clientWidth) container.scrollLeft = (from + to - container.clientWidth) / 2;
  }

  /** One stop for the tabulator; arrows go through the words. */
  function rove(word) {
    for (const other of findAll('[tabindex="0"]', container)) other.tabIndex = -1;
    word.tabIndex = 0;
  }

  function focus(step) {
    rove(words[step]);
    words[step].focus();
  }

  return { update };
}

function stepOf({ clientX, clientY }) {
  const word = /** @type {HTMLElement | null} */ (document.elementFromPoint(clientX, clientY)?.closest('.alike-range [data-step]'));
  return word ? Number(word.dataset.step) : null;
}

/** @returns {[number, number]} */
function sorted(a, b) {
  return a < b ? [a, b] : [b, a];
}

function nextStep(key, step, last) {
  return { ArrowRight: Math.min(last, step + 1), ArrowLeft: Math.max(0, step - 1), Home: 0, End: last }[key] ?? null;
}
