/** Which unit decides: the odds of two continuations at the selected step, and what they become without each unit. */

import { ablateLead, ablateNote, ablateTable, questionOf, rowName } from '../ablate_words.js';
import { createChart } from '../chart.js';
import { find, findAll, isPhone, onWithin, setText } from '../dom.js';
import { nameOf } from '../names.js';
import { setPieces } from '../pieces.js';
import { createRows } from '../rows.js';
import { createServed } from '../served.js';
import { createTwin } from '../twin.js';
import { createHolding } from './ablate_holding.js';
import { createPair } from './ablate_pair.js';

const SIZES = { wide: { row: 26, show: 16 }, phone: { row: 44, show: 10, margin: { l: 40, r: 84 } } }; // px, and how many rows
const PLAYED = 1000; // ms of rest after the next word: it may be one of many that are played, and an answer takes long

/**
 * @param {HTMLElement} container
 * @param {{load: (question: any) => Promise<any>, onLook: (change: any) => void, onHolds: (holds: any[]) => void,
 *   onUnit: (layer: number, unit: number) => void}} events
 */
export function createAblate(container, { load, onLook, onHolds, onUnit }) {
  const [lead, drawn, note, picture] = ['.through-lead', '.ablate-drawn', '.ablate-note', '.ablate-chart'].map((selector) => find(selector, container));
  const pair = createPair(container, { onLook });
  const holding = createHolding({ holds: () => scene.view.holds, onHolds });
  const chart = createChart(picture, { name: 'gatescope-ablation', onPoint: ({ customdata }) => customdata && onUnit(customdata[0], customdata[1]) });
  const rows = createRows(picture, { label: 'Units, the one that changes most first', onRow: (row) => onUnit(answer.units[row].layer, answer.units[row].unit) });
  const twin = createTwin(find('[data-twin]', container), find('.through-table', container), { contents, name: 'gatescope-ablation' });
  const asker = createServed(container, { load, show, again: () => update(scene), clear, mark: pair.mark });
  let scene = /** @type {any} */ (null);
  let answer = /** @type {any} */ (null);

  onWithin(container, 'change', '[name=ablated]', ({ value }) => onLook({ ablated: value }));

  function update(next) {
    const before = scene;
    scene = next;
    const { reading, view } = scene;
    pair.update(view, reading.predictions?.[view.step].top ?? []);
    for (const input of findAll('[name=ablated]', container)) input.checked = input.value === view.ablated;
    const { question, missing, why } = /** @type {any} */ (questionOf(reading, view, scene.model.reads));
    if (missing && scene.model.reads === 'letters') clear();
    if (missing) return asker.refuse(missing, why);
    asker.quiet();
    asker.ask({ ...question, show: size().show }, before?.view.step === view.step - 1 ? PLAYED : undefined);
    if (answer) mark();
  }

  function show(next, { show: most }) {
    answer = next;
    const { layout, data } = answer.figures.ablate;
    const strongest = answer.units.slice(0, most);
    const { row, margin } = size();
    const height = strongest.length * row + layout.margin.t + layout.margin.b;
    drawn.hidden = false;
    find('[data-twin]', container).hidden = false;
    setPieces(lead, ablateLead(answer, scene.reading.tokens[answer.step], named));
    holding.clear();
    rows.draw(strongest.map((each) => rowName(each, answer, scene.model.layers, named(each))), row, (n) => holding.buttonsFor(strongest[n], answer.means?.[n] ?? null));
    chart.draw({ data, layout: { ...layout, height, margin: { ...layout.margin, ...margin } } });
    twin.update();
    mark();
  }

  /** The selected unit, and what is held: neither asks for another answer. */
  function mark() {
    const { reading, view } = scene;
    rows.mark((row) => answer.units[row].unit === view.unit && answer.units[row].layer === view.layer);
    holding.mark();
    setText(note, ablateNote(answer, reading.holds.length > 0));
  }

  function named({ layer, unit }) {
    return nameOf(scene.model, layer, unit);
  }

  function clear() {
    answer = null;
    drawn.hidden = true;
    find('[data-twin]', container).hidden = true;
    twin.close();
    setPieces(lead, []);
  }

  function contents() {
    return ablateTable(answer, scene.model.layers);
  }

  return { update, move: update, destroy: () => (asker.drop(), chart.destroy()) };
}

function size() {
  return isPhone() ? SIZES.phone : SIZES.wide;
}
