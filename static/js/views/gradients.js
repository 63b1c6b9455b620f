/** How far back the surprise at the playhead's word reaches: the size of its gradient in every network's states. */

import { createChart } from '../chart.js';
import { find, findAll, onWithin } from '../dom.js';
import { gradientLead } from '../gradient_words.js';
import { setPieces } from '../pieces.js';
import { createServed } from '../served.js';
import { createTwin } from '../twin.js';
import { tokenWord } from '../words.js';

const LEAST_STEPS = 3; // the start and two words: a loss, and a word before it

/**
 * @param {HTMLElement} container
 * @param {{load: (question: any) => Promise<any>, onStep: (step: number) => void, onExample: (number: number) => void}} events
 */
export function createGradients(container, { load, onStep, onExample }) {
  const [lead, problem, none, bar, long, drawn] = ['.through-lead', '.through-problem', '.gradients-none', '.through-bar', '.gradients-longest', '.gradients-chart']
    .map((selector) => find(selector, container));
  const chart = createChart(drawn, { name: 'gatescope-gradients', onPoint: ({ x }) => onStep(x) });
  const twin = createTwin(find('[data-twin]', container), find('.through-table', container), { contents, name: 'gatescope-gradients' });
  const asker = createServed(container, { load, show, again: () => ask(), clear: () => say(problem) });
  let scene = /** @type {any} */ (null);
  let answer = /** @type {any} */ (null);

  onWithin(container, 'change', 'input', draw);
  onWithin(container, 'click', '[data-example]', (link, event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onExample(Number(link.dataset.example));
  });

  function update(next) {
    scene = next;
    offer(scene.model.examples);
    ask();
  }

  /** The loss is that of the word at the playhead, so another step is another question; asked once it rests. */
  function ask() {
    const { reading, view, model } = scene;
    if (reading.steps < LEAST_STEPS) return say(none);
    asker.ask({ text: reading.text, models: model.sharing, layer: reading.layer, step: view.step || null, theme: reading.theme });
    if (answer) mark();
  }

  function show(next, question) {
    answer = next;
    for (const part of [lead, bar, drawn]) part.hidden = false;
    for (const part of [problem, none]) part.hidden = true;
    setPieces(lead, gradientLead(answer, question.step === null));
    drawn.setAttribute('aria-label', `Chart: ${lead.textContent}`);
    twin.update();
    draw();
  }

  /** The longest of the model's own texts: where distance is what is looked at. */
  function offer(examples) {
    const longest = examples.reduce((most, { text }, n) => (text.length > examples[most].text.length ? n : most), 0);
    long.dataset.example = String(longest);
    long.setAttribute('href', examples[longest].href);
  }

  /** A sentence in place of everything else. */
  function say(sentence) {
    asker.drop();
    answer = null;
    twin.close();
    for (const part of [lead, bar, drawn, problem, none]) part.hidden = part !== sentence;
  }

  function draw() {
    if (!answer) return;
    const scale = findAll('input', container).find((input) => input.checked).value;
    chart.draw(answer.figures[scale]);
    mark();
  }

  function mark() {
    chart.mark((scene.view.step || answer.step) - 0.5);
  }

  /** A row for each word before the loss, the nearest first. */
  function contents() {
    const { step, tokens, lines } = answer;
    return {
      title: 'Size of the gradient at each word before the loss',
      corner: 'word',
      columns: ['words before', ...lines.flatMap(({ label }) => [label, `${label}, relative`])],
      rows: tokens.slice(0, step).reverse().map((token) => ({ word: tokenWord(token) })),
      cell: (row, column) => cellOf(lines, step - 1 - row, step, column),
    };
  }

  return { update, move: update, destroy: () => (asker.drop(), chart.destroy()) };
}

function cellOf(lines, at, step, column) {
  if (column === 0) return String(step - at);
  const { norms } = lines[Math.floor((column - 1) / 2)];
  return (column % 2 ? norms[at] : norms[at] / norms[step - 1]).toPrecision(4);
}
