/** The memory test: what is left of a subject after every word, in every network, and which units carry it. */

import { noWords } from '../alphabet.js';
import { createChart } from '../chart.js';
import { find, setText } from '../dom.js';
import { leadOf, MISSING, noteOf, problemOf, questionOf } from '../memory_words.js';
import { signed } from '../numbers.js';
import { setPieces } from '../pieces.js';
import { createServed } from '../served.js';
import { createTwin } from '../twin.js';
import { createCarriers } from './memorytest_carriers.js';
import { createWords } from './memorytest_words.js';

/**
 * @param {HTMLElement} container
 * @param {{load: (question: any) => Promise<any>, link: (change: any) => string, onLook: (change: any) => void,
 *   onStep: (step: number) => void, nameOf: (unit: any) => import('../names.js').Name | null}} needs `link` leads to the page with a view that differs by `change`
 */
export function createMemoryTest(container, { load, link, nameOf, onLook, onStep }) {
  const [lead, drawn, note, root, bar] = ['.through-lead', '.test-drawn', '.test-note', '.test-words', '.through-bar'].map((selector) => find(selector, container));
  const built = { pairs: Number(root.dataset.pairs), fillers: Number(root.dataset.fillers) };
  const chart = createChart(find('.test-chart', container), { name: 'gatescope-memory-test', isOfText: false, onPoint: ({ x }) => choose(x) });
  const carriers = createCarriers({ title: find('.test-carry', container), list: find('.test-carriers', container) }, { link, nameOf });
  const words = createWords(root, { onLook, onWord: () => update(scene) });
  const table = createTwin(find('[data-twin]', container), find('.through-table', container), { contents, name: 'gatescope-memory-test' });
  const asker = createServed(container, { load, show, again: () => update(scene), problemOf, mark: words.mark });
  let scene = /** @type {any} */ (null);
  let answer = /** @type {any} */ (null);
  let asked = /** @type {any} */ (null); // the question of the answer
  let chosen = /** @type {number | null} */ (null); // a distance that was pointed at

  function update(next) {
    scene = next;
    words.update(scene.view);
    const why = noWords(scene.model);
    root.hidden = bar.hidden = why !== null;
    if (why) return refuse(why);
    const { question, missing } = /** @type {any} */ (questionOf(words.typed()));
    if (missing) return asker.refuse(missing, MISSING[missing]);
    asker.quiet();
    asker.ask({ ...question, models: scene.model.sharing, theme: scene.reading.theme });
    if (answer) move(scene);
  }

  /** A network that does not read words cannot be asked. */
  function refuse(why) {
    answer = null;
    drawn.hidden = true;
    table.close();
    setPieces(lead, []);
    asker.refuse('for', why);
  }

  /** The distance that is told: that of the playhead where these very texts are read, else the one pointed at. */
  function move(next) {
    scene = next;
    if (!answer) return;
    const distance = playhead() ?? chosen ?? answer.distances.length;
    chart.mark(distance - 0.5);
    setPieces(lead, leadOf(answer, asked, distance));
  }

  function playhead() {
    const distance = scene.view.step - before();
    return reads() && distance > 0 ? distance : null;
  }

  const reads = () => Object.values(answer.texts).includes(scene.reading.text);
  const before = () => scene.reading.steps - 1 - answer.distances.length; // steps up to the end of the subject

  function choose(distance) {
    chosen = distance;
    if (reads()) onStep(distance + before());
    else move(scene);
  }

  function show(next, question) {
    [answer, asked, chosen] = [next, question, null];
    drawn.hidden = false;
    setText(note, noteOf(asked, built));
    carriers.update(answer);
    table.update();
    chart.draw(answer.figures.left).then(() => move(scene));
    move(scene);
  }

  /** A row for each distance; for each network the mean and between which values eight of ten readings lie. */
  function contents() {
    const groups = answer.models.map((entry, n) => ({ name: answer.names[n], entry }));
    const all = answer.built_in ? [...groups, ...answer.built_in.map((entry, n) => ({ name: `${answer.names[n]}, built-in pairs`, entry }))] : groups;
    const columns = all.flatMap(({ entry }) => [['mean', entry.mean], ['10 %', entry.low], ['90 %', entry.high]]);
    return {
      title: 'What is left of the subject, in nats', corner: 'words read',
      groups: all.map(({ name }) => ({ name, span: 3 })),
      columns: columns.map(([name]) => name),
      rows: answer.distances.map((distance) => (answer.words ? { word: `${distance} ${answer.words[distance - 1]}` } : String(distance))),
      cell: (row, column) => signed(columns[column][1][row]),
    };
  }

  return { update, move, destroy: () => asker.drop() };
}
