/** The continuations, as they are written: a column for each way of reading, the counted words marked. */

import { el, onWithin } from '../dom.js';
import { count } from '../numbers.js';
import { visible } from '../words.js';
import { firstOf, markedPieces } from '../write_words.js';

const SIDES = ['favoured', 'against'];

/** @param {HTMLElement} container @param {{onChoose: (run: import('../runs.js').Run) => void}} events */
export function createList(container, { onChoose }) {
  let columns = []; // {title, runs} as given, with the elements of each run
  let pair = ['', ''];
  const stale = new Set(); // runs that have changed since the last frame
  onWithin(container, 'click', '.write-one', (button) => onChoose(runOf(button)));

  /** Other continuations. @param {{title: string, runs: import('../runs.js').Run[]}[]} next @param {string[]} words that are marked */
  function draw(next, words) {
    pair = words;
    columns = next.map(({ title, runs }) => ({ title, runs, tally: el('span', { class: 'write-tally', 'aria-hidden': 'true' }), rows: runs.map(rowOf) }));
    container.replaceChildren(...columns.map(({ title, tally, rows }) => el('section', { class: 'write-column' },
      el('h3', {}, title, tally), el('ol', {}, ...rows.map(({ root }) => root)))));
    paintAll();
  }

  /** Other words to mark. */
  function mark(words) {
    if (words.join('\n') === pair.join('\n')) return;
    pair = words;
    paintAll();
  }

  /** One continuation has changed: shown with the next frame. */
  function change(run) {
    if (!stale.size) requestAnimationFrame(paintStale);
    stale.add(run);
  }

  function paintStale() {
    for (const column of columns) {
      const changed = column.runs.flatMap((run, n) => (stale.has(run) ? [column.rows[n]] : []));
      changed.forEach(paint);
      if (changed.length) paintTally(column);
    }
    stale.clear();
  }

  function paintAll() {
    for (const column of columns) {
      column.rows.forEach(paint);
      paintTally(column);
    }
  }

  function rowOf(run) {
    const text = el('bdi', { class: 'word' });
    const button = el('button', { type: 'button', class: 'write-one' }, el('span', { class: 'num muted' }, String(run.question.seed)), text);
    return { run, root: el('li', {}, button), button, text };
  }

  function paint({ run, button, text }) {
    button.disabled = run.phase !== 'done' || !run.text;
    button.classList.toggle('writing', run.phase === 'writing');
    const end = run.reason === 'end' ? [el('span', { class: 'muted' }, ' ¶')] : [];
    text.replaceChildren(...markedPieces(run.text, pair).map(piece), ...end);
  }

  function paintTally({ tally, runs }) {
    const sides = runs.filter(({ phase }) => phase === 'done').map(({ text }) => firstOf(text, pair));
    const sorted = [0, 1, -1].flatMap((side) => sides.filter((each) => each === side));
    tally.replaceChildren(...sorted.map((side) => el('i', { class: SIDES[side] ?? '' })));
    tally.title = count(sides.length, 'continuation');
  }

  function runOf(button) {
    return columns.flatMap(({ rows }) => rows).find((row) => row.button === button).run;
  }

  return { draw, mark, change };
}

function piece({ text, side }) {
  return side < 0 ? visible(text) : el('mark', { class: SIDES[side] }, visible(text));
}
