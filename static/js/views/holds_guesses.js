/** The next word at the playhead: what the network expected, and what it expects now that something is held. */

import { el, setStyle, setText } from '../dom.js';
import { percent } from '../numbers.js';
import { guessWord, quoted } from '../words.js';

const SHOWN = 3;

/** @param {HTMLElement} root */
export function createHoldsGuesses(root) {
  const title = el('span', { class: 'muted' });
  const columns = ['as read', 'as held'].map(createColumn);
  root.append(title, ...columns.map((column) => column.root));

  /** What is the same with and without holds is shown all the same: that nothing changes is an answer, too. */
  function update({ reading, view }) {
    root.hidden = !reading.original?.predictions;
    if (root.hidden) return;
    setText(title, `after ${quoted(reading.tokens[view.step])}`);
    columns[0].show(reading.original.predictions[view.step].top);
    columns[1].show(reading.predictions[view.step].top);
  }

  return { update };
}

function createColumn(name) {
  const rows = Array.from({ length: SHOWN }, () => {
    const [word, chance, bar] = [el('bdi', { class: 'word' }), el('span', { class: 'num' }), el('i')];
    return { root: el('li', {}, word, bar, chance), word, chance, bar };
  });
  const root = el('div', { class: 'guess-column' }, el('b', {}, name), el('ol', {}, ...rows.map((row) => row.root)));

  function show(top) {
    rows.forEach((row, n) => {
      row.root.hidden = n >= top.length;
      if (row.root.hidden) return;
      setText(row.word, guessWord(top[n]));
      setText(row.chance, percent(top[n].probability));
      setStyle(row.bar, { '--share': String(top[n].probability) });
    });
  }

  return { root, show };
}
