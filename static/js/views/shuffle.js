/** The same words in another order: put into the sentence, so that every view follows, and put back. */

import { createAsker } from '../asker.js';
import { createChart } from '../chart.js';
import { find, setText } from '../dom.js';
import { leadOf, statesOf } from '../order_words.js';
import { setPieces } from '../pieces.js';
import { createTwin } from '../twin.js';
import { visible } from '../words.js';

/**
 * @param {HTMLElement} container
 * @param {{load: (question: any) => Promise<any>, onText: (text: string, step: number | null) => void}} needs `onText`:
 *   another sentence, and the step to look at; null: the last one
 */
export function createShuffle(container, { load, onText }) {
  const [lead, problem, button, back, text, drawn] = ['.through-lead', '.through-problem', '[data-shuffle]', '[data-back]', '.order-text', '.order-drawn']
    .map((selector) => find(selector, container));
  const chart = createChart(find('.order-chart', container), { name: 'gatescope-order', onPoint: ({ customdata }) => shuffle(customdata) });
  const table = createTwin(find('[data-twin]', container), find('.through-table', container), { contents, name: 'gatescope-order' });
  const asker = createAsker({ load, show, wait, fail });
  let scene = /** @type {any} */ (null);
  let answer = /** @type {any} */ (null);
  // What was there before the first shuffle: the sentence, what of it was read, and the step. Null: nothing is shuffled.
  let original = /** @type {{text: string, read: string, step: number} | null} */ (null);
  let seed = 0;
  let expected = ''; // the sentence as this view has left it: any other one is the reader's

  button.addEventListener('click', () => shuffle(seed + 1));
  back.addEventListener('click', () => {
    const { text: before, step } = /** @type {any} */ (original);
    button.focus(); // this one goes
    forget();
    onText(before, step);
  });
  find('.link', problem).addEventListener('click', () => {
    asker.drop();
    update(scene);
  });

  function shuffle(next) {
    if (!original) {
      const { view, reading } = scene;
      original = { text: view.text, read: reading.text, step: view.step };
      expected = view.text;
    }
    seed = next;
    ask();
  }

  function forget() {
    original = null;
    seed = 0;
  }

  function update(next) {
    scene = next;
    if (original && scene.view.text !== expected) forget();
    ask();
  }

  function ask() {
    problem.hidden = true;
    asker.ask({ text: original?.read ?? scene.reading.text, models: scene.model.sharing, seed: original ? seed : null, theme: scene.reading.theme });
  }

  function show(next) {
    answer = next;
    const { shuffled } = answer;
    button.disabled = false;
    drawn.hidden = false;
    for (const element of [back, text]) element.hidden = !shuffled;
    setText(text, shuffled ? visible(shuffled.text) : '');
    setPieces(lead, leadOf(answer));
    table.update();
    chart.draw(answer.figures.ends);
    if (!shuffled || shuffled.text === expected) return;
    expected = shuffled.text;
    onText(shuffled.text, null);
  }

  function wait(on) {
    container.setAttribute('aria-busy', String(on));
  }

  /** A sentence of one word has no order: nothing to try again. */
  function fail(error) {
    const refused = error.field === 'text';
    problem.hidden = false;
    setText(find('span', problem), `△ ${error.message}`);
    find('.link', problem).hidden = refused;
    if (!refused) return;
    button.disabled = true;
    for (const element of [drawn, text, back]) element.hidden = true;
    setText(lead, '');
  }

  /** A row for each order, a column for each state of each network. */
  function contents() {
    const { names, seeds, spread, shuffled } = answer;
    const columns = spread.flatMap((entry, n) => statesOf(entry).map(({ symbol, value }, state) => (
      { symbol, values: shuffled ? [...value, statesOf(shuffled.models[n])[state].value.relative] : value })));
    const now = shuffled && !seeds.includes(seed) ? [seed] : [];
    return {
      title: 'How far each order moves the state in which a network ends, divided by its length', corner: 'order',
      groups: spread.map((entry, n) => ({ name: names[n], span: statesOf(entry).length })),
      columns: columns.map(({ symbol }) => symbol),
      rows: [...seeds, ...now].map((each) => (shuffled && each === seed ? `${each} (read now)` : String(each))),
      cell: (row, column) => columns[column].values[row].toFixed(2),
    };
  }

  return { update, destroy: () => asker.drop() };
}
