/** Who wrote what the selected unit, or its whole layer, holds: at the playhead as a bar, over the text as a map. */

import { createChart } from '../chart.js';
import { find, findAll, onWithin, setText } from '../dom.js';
import { inText } from '../holds.js';
import { heldOfLayer, heldOfUnit } from '../ledger_moment.js';
import { ledgerContents, sharesContents } from '../ledger_tables.js';
import { setPieces } from '../pieces.js';
import { createServed } from '../served.js';
import { createTwin } from '../twin.js';
import { createHeld } from './ledger_held.js';

const UNSELECTED = 'Click any cell of a map to choose a unit; then its memory is taken apart here, word by word.';

/**
 * @param {HTMLElement} container
 * @param {{load: (question: any) => Promise<any>, onStep: (step: number) => void,
 *   onLook: (change: any) => void, onGradients: () => void}} events
 */
export function createLedger(container, { load, onStep, onLook, onGradients }) {
  const [lead, problem, none, bar, drawn, blocks, missed, picture] = ['.ledger-lead', '.through-problem', '.through-none', '.through-bar', '.ledger-drawn', '.ledger-blocks', '.held-missed', '.ledger-chart']
    .map((selector) => find(selector, container));
  const chart = createChart(picture, { name: 'gatescope-ledger', onPoint: pointed });
  const held = createHeld(find('.held', container), { onPart: chosen });
  const twin = createTwin(find('[data-twin]', container), find('.through-table', container), { contents, name: 'gatescope-ledger' });
  const asker = createServed(container, { load, show, again: () => update(scene), clear: () => rest('') });
  let scene = /** @type {any} */ (null);
  let answer = /** @type {any} */ (null); // about `question`
  let question = '';

  onWithin(container, 'change', 'input[name=whose]', (input) => onLook({ whose: input.value }));
  find('[data-gradients]', none).addEventListener('click', onGradients);

  function update(next) {
    scene = next;
    const { reading, view, ready } = scene;
    const hasCells = reading.kind === 'lstm';
    const unselected = view.whose === 'unit' && view.unit === null;
    for (const input of findAll('input[name=whose]', container)) input.checked = input.value === view.whose;
    none.hidden = hasCells;
    bar.hidden = !hasCells;
    lead.hidden = !hasCells;
    problem.hidden = true;
    if (!hasCells || unselected) return rest(unselected ? UNSELECTED : '');
    if (view.whose === 'unit' && !ready) return; // it is being read: what stands here stays until then
    const asked = { text: reading.text, model: reading.model, layer: reading.layer, unit: view.whose === 'unit' ? view.unit : null, holds: inText(reading.holds, reading.steps), theme: reading.theme };
    question = JSON.stringify(asked);
    asker.ask(asked);
    move(scene);
  }

  /** Nothing to show but a sentence. */
  function rest(sentence) {
    asker.drop();
    answer = null;
    drawn.hidden = true;
    twin.close();
    find('[data-twin]', container).hidden = true;
    setPieces(lead, [sentence]);
  }

  function show(next, asked) {
    answer = { ...next, question: JSON.stringify(asked) };
    find('[data-twin]', container).hidden = false;
    drawn.hidden = false;
    picture.setAttribute('aria-label', asked.unit === null ? 'What each word wrote of all that the layer holds, at every word; the table holds the numbers'
      : `What each word wrote of what unit ${asked.unit} holds, at every word; the table holds the numbers`);
    setText(blocks, answer.size === 1 ? '' : `This is long: a row is ${answer.size} words added up, a column is read at the last of ${answer.size}. Columns still add up to what is held.`);
    move(scene);
    chart.draw(answer.figures.ledger).then(() => move(scene));
    twin.update();
  }

  /** The playhead. What a unit holds is in the reading; what a layer holds is in the figure. */
  function move(next) {
    scene = next;
    const { view, ready, reading } = scene;
    const isUnit = view.whose === 'unit';
    if (reading.kind !== 'lstm' || (isUnit ? !ready : answer?.question !== question)) return;
    const moment = isUnit ? heldOfUnit(scene) : heldOfLayer(scene, answer);
    setPieces(lead, moment.lead);
    setText(missed, moment.missed);
    held.draw(moment);
    if (answer?.question === question) chart.mark(view.step - 0.5);
  }

  /** A cell of the map: its column is a step; in that of a layer, the unit that holds most comes with it. */
  function pointed({ x, customdata }) {
    if (answer?.question !== question || !customdata) return;
    const step = Math.min(answer.tokens.length - 1, Math.floor(x / answer.size) * answer.size + answer.size - 1);
    chosen({ step, unit: customdata[2] ?? null });
  }

  function chosen({ step, unit }) {
    onStep(step);
    if (unit !== null) onLook({ whose: 'unit', unit });
  }

  function contents() {
    return scene.view.whose === 'unit' ? ledgerContents(scene) : sharesContents(answer);
  }

  return { update, move, destroy: () => (asker.drop(), chart.destroy()) };
}
