/** The same sentence read by networks that share their tokens: memories, guesses, and who saw which word coming. */

import { createChart } from '../chart.js';
import { find, onWithin, setText } from '../dom.js';
import { count, percent } from '../numbers.js';
import { setPieces } from '../pieces.js';
import { createServed } from '../served.js';
import { createTwin } from '../twin.js';
import { guessWord, quoted, tokenWord } from '../words.js';
import { createReader } from './twins_reader.js';

/**
 * @param {HTMLElement} container
 * @param {{load: (question: any) => Promise<any>, onStep: (step: number) => void, onUnit: (unit: number) => void,
 *   onModel: (name: string) => void, onTab: (name: string) => void}} events
 */
export function createTwins(container, { load, onStep, onUnit, onModel, onTab }) {
  const [lead, drawn, pair, problem, advantage, reach] = ['.through-lead', '.twins-drawn', '.twins-pair', '.through-problem', '.twins-advantage', '.twins-reach']
    .map((selector) => find(selector, container));
  const bars = createChart(find('.twins-bars', container), { name: 'gatescope-twins', onPoint: ({ x }) => onStep(x) });
  const curve = createChart(find('.twins-curve', container), { name: 'gatescope-effective-memory', isOfText: false });
  const table = createTwin(find('[data-twin=words]', container), find('.twins-words', container), { contents, name: 'gatescope-twins' });
  const numbers = createTwin(find('[data-twin=curve]', container), find('.twins-numbers', container), {
    contents: () => curveContents(answer.effective_memory), name: 'gatescope-effective-memory',
  });
  const asker = createServed(container, { load, show, again: () => update(scene) });
  let scene = /** @type {any} */ (null);
  let answer = /** @type {any} */ (null);
  let readers = [];

  onWithin(container, 'click', '[data-to]', (link) => onTab(link.dataset.to));

  function update(next) {
    scene = next;
    const { reading, view, model } = scene;
    problem.hidden = true;
    asker.ask({ text: reading.text, models: model.sharing, layer: reading.layer, show: view.show, theme: reading.theme });
    for (const reader of readers) reader.mine(reading.model);
  }

  /** The playhead, if what is shown is about these words. */
  function move(next) {
    scene = next;
    if (!answer || answer.tokens.length !== scene.reading.steps) return;
    const { step } = scene.view;
    bars.mark(step - 0.5);
    for (const reader of readers) reader.move(step);
    setPieces(lead, leadOf(answer, step));
  }

  function show(next) {
    answer = next;
    drawn.hidden = false;
    fit();
    readers.forEach((reader, n) => reader.draw(answer.models[n], answer.tokens, scene.reading.model));
    advantage.hidden = !answer.advantage;
    reach.hidden = !answer.effective_memory;
    setText(find('h3', advantage), answer.advantage ? `Bits by which ${answer.models[0].model} was less surprised than ${answer.models[1].model}` : '');
    find('.twins-bars', container).setAttribute('aria-label', `${find('h3', advantage).textContent}, word by word; the table holds the numbers`);
    if (answer.advantage) bars.draw(answer.advantage).then(() => move(scene));
    if (answer.effective_memory) curve.draw(answer.effective_memory);
    table.update();
    if (answer.effective_memory) numbers.update();
    move(scene);
  }

  function fit() {
    if (readers.map((reader) => reader.name).join() === answer.models.map(({ model }) => model).join()) return;
    for (const reader of readers) reader.destroy();
    readers = answer.models.map(({ model }) => createReader(model, { onStep, onUnit, onModel }));
    pair.replaceChildren(...readers.map((reader) => reader.root));
  }

  /** A row for each word; for each network its surprise, and what it held most probable next. */
  function contents() {
    const names = ['surprise, bits', 'its guess for the next word', 'probability'];
    const cells = (entry, step) => {
      const { surprisal, top } = entry.predictions[step];
      return [surprisal === null ? '' : surprisal.toFixed(2), guessWord(top[0]), percent(top[0].probability)];
    };
    return {
      title: 'What each network expected',
      corner: 'word',
      groups: answer.models.map(({ model }) => ({ name: model, span: names.length })),
      columns: answer.models.flatMap(() => names),
      rows: answer.tokens.map((token) => ({ word: tokenWord(token) })),
      cell: (step, column) => cells(answer.models[Math.floor(column / names.length)], step)[column % names.length],
    };
  }

  return { update, move, destroy: () => asker.drop() };
}

/** In words: how much each was surprised by the whole text, and by the word at the playhead. */
function leadOf({ tokens, models }, step) {
  const list = (bits) => models.flatMap((entry, n) => [n ? ', ' : '', { text: entry.model, tag: 'span', tone: 'twin-name' }, ` ${bits(entry)?.toFixed(1)}`]);
  const whole = [`Bits of surprise by all ${count(tokens.length - 1, 'token')} together: `, ...list(({ bits }) => bits), '.'];
  return step === 0 ? whole : [...whole, ` By ${quoted(tokens[step])} alone: `, ...list(({ predictions }) => predictions[step].surprisal), '.'];
}

/** A row for each number of tokens; for each network its loss. */
function curveContents({ data }) {
  const counts = data[0].x;
  return {
    title: 'Loss on held-out books where only the last tokens may be seen, in nats for each token',
    corner: 'tokens',
    columns: data.map(({ name }) => name),
    rows: counts.map(String),
    cell: (row, column) => data[column].y[row].toFixed(4),
  };
}
