/** The counting cell of a network that was trained to count: how it goes up and down over the string, and the end it expects. */

import { createChart } from '../chart.js';
import { countLead, countNote, countTable, lengthOf, longest, textOf } from '../count_words.js';
import { find, onWithin, setText } from '../dom.js';
import { watchNear } from '../near.js';
import { setPieces } from '../pieces.js';
import { createServed } from '../served.js';
import { createTwin } from '../twin.js';

const SLIDES = 2; // times the n that it was trained to: beyond, one types

/**
 * @param {HTMLElement} container
 * @param {{load: (question: any) => Promise<any>, onStep: (step: number) => void, limits: {characters: number, tokens: number},
 *   onText: (text: string, step: number | null) => void}} needs `onText`: another string, and the step to look at
 */
export function createCount(container, { load, onStep, onText, limits }) {
  const [lead, note, drawn, field, slider] = ['.through-lead', '.counter-note', '.counter-drawn', '[type=number]', '[type=range]'].map((selector) => find(selector, container));
  const picture = find('.counter-chart', container);
  const chart = createChart(picture, { name: 'gatescope-count', isOfText: false, onPoint: ({ x }) => onStep(x) });
  const twin = createTwin(find('[data-twin]', container), find('.through-table', container), { contents: () => countTable(answer), name: 'gatescope-count' });
  const asker = createServed(container, { load, show, again: () => ask(), clear });
  let scene = /** @type {any} */ (null);
  let answer = /** @type {any} */ (null);
  let near = false;

  field.max = String(longest(limits));
  onWithin(container, 'input', 'input', ({ value }) => type(Number(value)));
  watchNear(container, (isNear) => {
    near = isNear;
    ask();
  });

  function update(next) {
    scene = next;
    container.hidden = !scene.model.counting;
    const n = lengthOf(scene.reading.text);
    slider.max = String(Math.min(longest(limits), SLIDES * (scene.model.counting?.trained_to ?? 1)));
    if (document.activeElement !== field) field.value = n === null ? '' : String(n);
    slider.value = String(n ?? slider.value);
    ask();
  }

  /** Only while somebody looks: most networks do not count. */
  function ask() {
    if (!scene?.model.counting || !near) return;
    const { text, model, theme } = scene.reading;
    asker.quiet();
    asker.ask({ text, model, theme });
    if (answer) move(scene);
  }

  /** Another n; what is no n within the limits is left as it stands until it is one. */
  function type(n) {
    const isOne = Number.isInteger(n) && n >= 1 && n <= longest(limits);
    field.setAttribute('aria-invalid', String(!isOne));
    if (isOne) onText(textOf(n), n);
  }

  /** The playhead, if what is shown is about this string. */
  function move(next) {
    scene = next;
    if (!answer || answer.tokens.length !== scene.reading.steps) return;
    chart.mark(scene.view.step - 0.5);
    setPieces(lead, countLead(answer, scene.view.step));
  }

  function show(next) {
    answer = next;
    drawn.hidden = false;
    setText(note, countNote(answer));
    picture.setAttribute('aria-label', `Chart: the cell of unit ${answer.unit} and the count after each letter, and what is expected next; the table holds the numbers`);
    twin.update();
    chart.draw(answer.figures.count).then(() => move(scene));
    move(scene);
  }

  function clear() {
    answer = null;
    drawn.hidden = true;
    twin.close();
    setPieces(lead, []);
  }

  return { update, move, destroy: () => (asker.drop(), chart.destroy()) };
}
