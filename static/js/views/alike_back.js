/** The way back to the reader's own sentence, after the text of a match was read. */

import { find, setText } from '../dom.js';
import { visible } from '../words.js';

const LONGEST = 40; // letters of a sentence that are quoted

/**
 * @param {HTMLElement} container
 * @param {{onBack: (was: {text: string, step: number, alike: string | null}) => void}} events
 */
export function createBack(container, { onBack }) {
  let was = /** @type {any} */ (null); // the reader's own sentence; null: it is what is shown
  let expected = ''; // the text of the match: any other one is the reader's

  find('button', container).addEventListener('click', () => {
    const back = was;
    was = null;
    container.hidden = true;
    onBack(back);
  });

  /** The text of a match is read in place of a view's own. */
  function leave({ text, step, alike }, next) {
    was ??= { text, step, alike };
    expected = next;
  }

  function update({ text }) {
    if (text !== expected) was = null;
    container.hidden = !was;
    if (!was) return;
    setText(find('span', container), `You are reading a match now. Your sentence was “${shortened(was.text)}”.`);
  }

  return { leave, update };
}

function shortened(text) {
  const letters = Array.from(visible(text));
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join('').trim()}…` : letters.join('');
}
