/** How long memories last: bars from the word that wrote each to the word that erased it. */

import { createChart } from '../chart.js';
import { find, findAll, isPhone, onWithin, setText } from '../dom.js';
import { inText } from '../holds.js';
import { nameOf } from '../names.js';
import { signed } from '../numbers.js';
import { setPieces } from '../pieces.js';
import { createRows } from '../rows.js';
import { createServed } from '../served.js';
import { endWords, lasted, spanName, spansLead } from '../span_words.js';
import { createTwin } from '../twin.js';
import { quoted, tokenWord } from '../words.js';

const SIZES = { wide: { row: 24, most: 30 }, phone: { row: 44, most: 15 } }; // px, and how many rows

/**
 * @param {HTMLElement} container
 * @param {{load: (question: any) => Promise<any>, onStep: (step: number) => void, onUnit: (unit: number) => void,
 *   onLook: (change: any) => void, onGradients: () => void}} events
 */
export function createSpans(container, { load, onStep, onUnit, onLook, onGradients }) {
  const [lead, problem, none, bar, thresholds, wrong, drawn, counted, picture] = ['.spans-lead', '.through-problem', '.through-none', '.through-bar', '.spans-thresholds', '.spans-wrong', '.spans-drawn', '.spans-count', '.spans-chart']
    .map((selector) => find(selector, container));
  const chart = createChart(picture, { name: 'gatescope-spans', onPoint: ({ customdata }) => customdata && select(...customdata) });
  const rows = createRows(picture, { label: 'Memories, in the order of writing', onRow: (row) => select(answer.spans[row].unit, answer.spans[row].from) });
  const twin = createTwin(find('[data-twin]', container), find('.through-table', container), { contents, name: 'gatescope-spans' });
  const asker = createServed(container, { load, show, again: () => update(scene), clear });
  let scene = /** @type {any} */ (null);
  let answer = /** @type {any} */ (null); // with what was asked, as `asked`

  onWithin(container, 'change', 'input[name=spans]', (input) => onLook({ spans: input.value }));
  onWithin(thresholds, 'input', 'input', () => update(scene));
  find('[data-gradients]', none).addEventListener('click', onGradients);

  function update(next) {
    scene = next;
    const { reading, view } = scene;
    const hasCells = reading.kind === 'lstm';
    none.hidden = hasCells;
    for (const element of [bar, thresholds, lead]) element.hidden = !hasCells;
    problem.hidden = true;
    for (const input of findAll('input[name=spans]', container)) input.checked = input.value === view.spans;
    if (hasCells) return move(scene);
    asker.drop();
    clear();
  }

  /** The playhead: over the bars; and another question where they are those of its word. */
  function move(next) {
    scene = next;
    const { reading, view } = scene;
    if (reading.kind !== 'lstm') return;
    for (const which of ['written', 'erased']) setText(find(`input[value=${which}] + span`, container), `${which} by ${quoted(reading.tokens[view.step])}`);
    mark();
    const [least, share] = ['least', 'share'].map((name) => amountIn(find(`input[name=${name}]`, thresholds)));
    setText(wrong, least === null || share === null ? '△ Type numbers from 0 to 1.' : '');
    if (least === null || share === null) return;
    const byWord = view.spans === 'written' || view.spans === 'erased';
    const { most } = size();
    asker.ask({ text: reading.text, model: reading.model, layer: reading.layer, theme: reading.theme, holds: inText(reading.holds, reading.steps), which: view.spans, least, share, most, ...(byWord ? { step: view.step } : {}) });
  }

  function show(next, asked) {
    answer = { ...next, asked };
    const { spans, tokens, figures } = answer;
    problem.hidden = true;
    find('[data-twin]', container).hidden = !spans.length;
    drawn.hidden = !spans.length;
    if (!spans.length) twin.close();
    setText(counted, `${spans.length.toLocaleString('en')} of ${next.found.toLocaleString('en')} shown`);
    const { row } = size();
    const { layout } = figures.spans;
    const height = spans.length * row + layout.margin.t + layout.margin.b;
    if (spans.length) chart.draw({ ...figures.spans, layout: { ...layout, height } }).then(mark);
    rows.draw(spans.map((span) => spanName(span, tokens, named(span.unit))), row);
    twin.update();
    mark();
  }

  function named(unit) {
    return nameOf(scene.model, scene.reading.layer, unit);
  }

  function clear() {
    answer = null;
    drawn.hidden = true;
    find('[data-twin]', container).hidden = true;
    twin.close();
    setPieces(lead, []);
  }

  /** The playhead and the selected unit, as far as what is shown is about these words. */
  function mark() {
    if (!answer || answer.asked.text !== scene.reading.text || answer.asked.model !== scene.reading.model) return;
    const { step, unit } = scene.view;
    chart.mark(step - 0.5);
    rows.mark((row) => answer.spans[row].unit === unit);
    setPieces(lead, spansLead(answer, { ...answer.asked, step: answer.asked.step ?? step }, named));
  }

  /** The word that wrote comes with its unit, unless the rows are about the word at the playhead. */
  function select(unit, step) {
    if (answer.asked.text !== scene.reading.text) return;
    if (answer.asked.which !== 'erased') onStep(step);
    onUnit(unit);
  }

  function contents() {
    const { spans, tokens } = answer;
    const cells = [
      (span) => (span.by_hand ? `held: ${tokenWord(tokens[span.from])}` : tokenWord(tokens[span.from])), (span) => signed(span.value), (span) => String(lasted(span, tokens.length)),
      (span) => endWords(span, tokens),
    ];
    return {
      title: 'How long memories last', corner: 'unit', columns: ['written by', 'amount', 'words', 'end'],
      rows: spans.map((span) => String(span.unit)), cell: (row, column) => cells[column](spans[row]),
    };
  }

  return { update, move, destroy: () => (asker.drop(), chart.destroy()) };
}

/** A number from 0 to 1 that a field holds, or null. */
function amountIn(input) {
  const value = input.valueAsNumber;
  return value >= 0 && value <= 1 ? value : null;
}

function size() {
  return isPhone() ? SIZES.phone : SIZES.wide;
}
