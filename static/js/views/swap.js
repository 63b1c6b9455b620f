/** Two texts side by side: which words correspond, how every signal differs, how long that lives, and who carries it. */

import { createAsker } from '../asker.js';
import { createChart } from '../chart.js';
import { find, findAll, setText } from '../dom.js';
import { inForce } from '../holds.js';
import { nameOf } from '../names.js';
import { signed } from '../numbers.js';
import { setPieces } from '../pieces.js';
import { BLANK, columnWords, leadOf, problemOf, replaceWord } from '../swap_words.js';
import { Swapped } from '../swapped.js';
import { createTwin } from '../twin.js';
import { guessWord } from '../words.js';
import { createCarriers } from './swap_carriers.js';
import { createGuesses } from './swap_guesses.js';
import { createMaps } from './swap_maps.js';
import { createStrips } from './swap_strips.js';
import { createTexts } from './swap_texts.js';

/**
 * @param {HTMLElement} container
 * @param {{load: (question: any) => Promise<any>, onStep: (step: number) => void, onUnit: (unit: number) => void,
 *   onLook: (change: any) => void, onText: (text: string, step: number | null) => void}} needs `onText`: another sentence,
 *   and the step to look at; null: the last one
 */
export function createSwap(container, { load, onStep, onUnit, onLook, onText }) {
  const [lead, problem, held, shown, drawn] = ['.through-lead', '.through-problem', '.swap-held', '.swap-shown', '.swap-drawn']
    .map((selector) => find(selector, container));
  const texts = createTexts(find('.swap-texts', container), {
    onOther: (text) => onLook({ other: text === scene.reading.text ? null : text }), onPair: choose, onTurn: turn, onClear: () => onLook({ other: null }),
  });
  const strips = createStrips(find('.swap-strips', container), {
    onStep, onWord: (token, word) => onLook({ other: replaceWord(other(), token, word, swapped.texts.b) }),
  });
  const guesses = createGuesses(find('.swap-guesses', container));
  const wake = createChart(find('.swap-wake', container), { name: 'gatescope-wake', onPoint: ({ x }) => go(x) });
  const maps = createMaps({ maps: find('.swap-maps', container), at: find('.swap-at', container), live: find('[data-live]', container) }, {
    onCell: ({ place, unit }) => (onUnit(unit), go(place)),
  });
  const carriers = createCarriers(find('.swap-carriers', container), { onUnit });
  const table = createTwin(find('[data-twin]', container), find('.through-table', container), { contents, name: 'gatescope-compare' });
  const asker = createAsker({ load, show, wait: (on) => container.setAttribute('aria-busy', String(on)), fail });
  let scene = /** @type {any} */ (null);
  let swapped = /** @type {any} */ (null);

  find('.link', problem).addEventListener('click', () => {
    asker.drop();
    update(scene);
  });

  function update(next) {
    scene = next;
    const { view, reading, signal, model } = scene;
    const [a, b] = [reading.text, other()];
    texts.update({ a, b, own: view.other !== null });
    held.hidden = !inForce(view.holds).length;
    for (const choice of findAll('[data-kind]', container)) choice.hidden = choice.dataset.kind !== model.kind;
    for (const input of findAll('input[type=radio]', container)) input.checked = input.value === signal.name;
    maps.show(signal.name);
    if (swapped) move(scene);
    if (!b.trim()) {
      asker.drop();
      return say('b', BLANK);
    }
    say(null, '');
    asker.ask({ a, b, model: view.model, layer: reading.layer, show: view.show, unit: view.unit, theme: reading.theme });
  }

  /** The text beside the sentence: at first the sentence itself. */
  function other() {
    return (scene.view.other ?? scene.reading.text).toWellFormed();
  }

  /** The playhead, if what is shown is about this sentence. */
  function move(next) {
    scene = next;
    if (swapped?.texts.a !== scene.reading.text) return;
    const place = swapped.placeOf(scene.view.step);
    strips.mark(place);
    guesses.show(swapped, place);
    if (!swapped.differs) return;
    wake.mark(place - 0.5);
    maps.mark(place, scene.view.unit);
    carriers.mark(scene.view.unit);
  }

  function show(answer, question) {
    swapped = new Swapped(answer, question);
    shown.hidden = false;
    drawn.hidden = !swapped.differs;
    setPieces(lead, leadOf(swapped));
    strips.draw(swapped);
    if (swapped.differs) {
      wake.draw(answer.wake_figure).then(() => move(scene));
      maps.draw(swapped, scene.table);
      maps.show(scene.signal.name);
      carriers.draw(swapped, (unit) => nameOf(scene.model, scene.reading.layer, unit));
    }
    table.update();
    move(scene);
  }

  function fail(error) {
    say(error.field, problemOf(error));
  }

  /** What is wrong, and in which field; without a field the same may go well the next time. */
  function say(field, sentence) {
    problem.hidden = !sentence;
    setText(find('span', problem), sentence && `△ ${sentence}`);
    find('.link', problem).hidden = field !== null;
    texts.mark(field === 'b');
  }

  /** To a column: its word in the sentence, if it has one there. */
  function go(place) {
    const [step] = swapped.columns[place];
    if (step !== null) onStep(step);
  }

  function choose(a, b) {
    onLook({ other: b });
    onText(a, null);
  }

  /** The two texts change places, and the playhead stays at its word. */
  function turn() {
    const { reading, view } = scene;
    const isShown = swapped?.texts.a === reading.text && swapped.texts.b === view.other;
    onLook({ other: reading.text });
    onText(view.other, isShown ? swapped.columns[swapped.placeOf(view.step)][1] : null);
  }

  /** A row for each column: the wake, how each signal of the selected unit differs, and the guesses. */
  function contents() {
    const { answer, columns, pairs } = swapped;
    const unit = swapped.row(scene.view.unit) < 0 ? swapped.units[0] : scene.view.unit;
    const signals = Object.keys(answer.figures);
    const states = ['cell', 'hidden'].filter((name) => answer.wake[name]);
    const guess = (side, step) => (step === null || !answer.guesses[side] ? '' : guessWord(answer.guesses[side][step][0]));
    const cells = (place) => [
      ...states.map((name) => (pairs.has(place) ? answer.wake[name][pairs.get(place)].toFixed(3) : '')),
      ...signals.map((name) => (pairs.has(place) ? signed(swapped.value(name, unit, place)) : '')),
      ...columns[place].map((step, side) => guess('ab'[side], step)),
    ];
    return {
      title: 'How the two readings differ, word by word', corner: 'word',
      groups: [{ name: 'all units', span: states.length }, { name: `unit ${unit}`, span: signals.length }, { name: 'its guess for the next word', span: 2 }],
      columns: [...states.map((name) => ({ cell: '‖Δc‖', hidden: '‖Δh‖' })[name]), ...signals.map((name) => `Δ ${name}`), 'the sentence', 'the other'],
      rows: columns.map((_, place) => ({ word: columnWords(swapped, place) })),
      cell: (place, column) => cells(place)[column],
    };
  }

  return { update, move, destroy: () => (asker.drop(), wake.destroy(), maps.destroy()) };
}
