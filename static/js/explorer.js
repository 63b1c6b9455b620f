/**
 * What the reader does becomes a view, a view becomes a reading. Knows neither elements nor the address: it tells what
 * has changed, and main.js lets the views follow.
 *
 * @typedef {{view: any, reading: any, peek: any, phase: 'ready' | 'empty' | 'loading' | 'error', problem: any,
 *   notices: string[]}} State `notices`: what has to be said of the text besides what the reading says
 */

import { createTexts, exchanged, shareAlphabet } from './alphabet.js';
import { movedHolds } from './hold_moves.js';
import { createHolding } from './holding.js';
import { grown } from './growth.js';
import { modelNamed } from './film.js';
import { fits, inForce } from './holds.js';
import { createPacer } from './pacer.js';
import { Reading } from './reading.js';
import { cleared, needsReading, requestOf, settleStep, splitText, togglePin, withModel } from './state.js';

const GAP = 40; // ms between two readings while keys keep coming
const PATIENCE = 200; // ms before waiting is worth a word

/**
 * @param {any} start what the server has rendered: {view, reading, refused, tight, models, signals, limits}
 * @param {{reader: {read: (body: any) => Promise<any>, drop: () => void}, theme: () => string,
 *   changed: Record<'reading' | 'asking' | 'growth' | 'selection' | 'step' | 'peek' | 'phase' | 'text', () => void>}} needs
 *   `asking` is told before the server is asked for a reading
 */
export function createExplorer(start, { reader, theme, changed }) {
  /** @type {State} */
  const state = { view: start.view, reading: null, peek: null, phase: 'ready', problem: null, notices: [] };
  const texts = createTexts(start.refused);
  let newest = 0;
  let tight = false; // the server refused this text for its number of tokens: read what surely fits
  let told = false; // the next reading is of another text altogether: its step was chosen with it

  const holding = createHolding({ holds: () => state.view.holds, put: hold });
  const model = () => modelNamed(start.models, state.view.model);
  const parts = () => splitText(state.view.text, start.limits, tight);

  /** Show the reading that came with the page, unless a key was faster: its text is being read already. */
  function begin() {
    if (newest) return;
    tight = start.tight;
    const { read } = parts();
    if (!start.reading) return read.trim() ? readNow() : enter('empty');
    accept(start.reading, { text: read, theme: 'light', holds: inForce(state.view.holds) }, 0);
    if (theme() !== 'light') readNow();
  }

  async function readNow() {
    changed.asking();
    const number = ++newest;
    const { read } = parts();
    if (!read.trim()) {
      reader.drop();
      return enter('empty');
    }
    setTimeout(() => number === newest && enter('loading'), PATIENCE);
    const asked = { text: read, theme: theme(), holds: inForce(state.view.holds) };
    const request = requestOf(state.view, asked, state.reading);
    try {
      const answer = await reader.read(request);
      if (answer) accept(answer, asked, number);
      // The words have moved, and with them the step by which the rows go.
      if (answer && request.sort === 'value' && (request.step ?? state.reading.steps - 1) !== state.view.step) readSoon();
    } catch (error) {
      const problem = /** @type {import('./api.js').ApiError} */ (error);
      newest += 1;
      if (problem.status !== 422 || tight) return enter('error', problem);
      tight = true;
      if (parts().read === read) return enter('error', problem);
      changed.text();
      readNow();
    }
  }

  function accept(answer, asked, number) {
    const before = told ? null : state.reading;
    state.reading = new Reading(answer, asked);
    const holds = before ? movedHolds(state.view.holds, before, state.reading) : state.view.holds;
    const hasMoved = holds !== state.view.holds;
    state.view = { ...state.view, step: settleStep(state.view.step, before, state.reading), holds };
    state.peek = null;
    if (number === newest) {
      newest += 1; // nothing is under way any more: no word about waiting
      told = false;
    }
    enter('ready');
    changed.reading();
    if (hasMoved) readSoon();
  }

  function enter(phase, problem = null) {
    state.phase = phase;
    state.problem = problem;
    changed.phase();
  }

  function put(change) {
    state.view = { ...state.view, ...change };
  }

  function type(text) {
    tight = false;
    state.notices = [];
    put({ text });
    changed.text();
    readSoon();
  }

  /**
   * One word more, as the network writes it. The playhead goes with it where it `follows`, or was at the end. Returns whether the
   * word goes on from what is shown.
   */
  function grow(token, follows = false) {
    const { reading, view } = state;
    if (reading?.steps !== token.step) return false;
    state.reading = grown(reading, token);
    const isAtEnd = view.step === reading.steps - 1;
    put({ text: state.reading.text, step: follows || isAtEnd ? token.step : view.step });
    changed.growth();
    return true;
  }

  /** An example: the number of a text, 0 for the network's own story; or 'turn', a cell held the other way. */
  function tryExample(which) {
    const { suggested, examples } = model();
    if (state.view.holds.length) holding.keep();
    if (which === 'turn') return tryTurn(suggested.turn);
    const { text, layer, unit, step } = suggested;
    put({ holds: [], ...(which === 0 ? { layer, unit } : {}) });
    readText(which === 0 ? text : examples[which].text, which === 0 ? step : null);
  }

  function tryTurn({ text, layer, unit, signal, step, value }) {
    put({ layer, unit, signal, holds: [{ layer, units: [unit], signal, steps: [step, null], value, off: false }] });
    readText(text, null);
  }

  /** Another text altogether, and the step to look at; null: the last one. */
  function readText(text, step, notices = []) {
    state.notices = notices;
    put({ text, step });
    told = true;
    tight = false;
    changed.text();
    readNow();
  }

  /** Another layer, order or number of rows: read anew. Units of another layer are other units. */
  function choose(change) {
    put('layer' in change ? { ...change, pinned: [] } : change);
    readNow();
  }

  /** Another look at the same reading: a signal, the drawing, the way the words are set. */
  function look(change) {
    move({ ...state.view, ...change });
  }

  /** Another network reads the same text; one that cannot read it has a text of its own, and this one waits. */
  function chooseModel(name) {
    const [before, chosen] = [model(), modelNamed(start.models, name)];
    const next = withModel(state.view, chosen, start.signals[chosen.kind]);
    const isOther = !shareAlphabet(before, chosen);
    if (isOther) next.holds = [];
    if (next.holds.length < state.view.holds.length) holding.keep();
    const { text, step } = isOther ? texts.exchange(state.view, before, chosen) : next;
    state.view = next;
    if (isOther) return readText(text, step, exchanged(chosen));
    state.notices = [];
    changed.text();
    readNow();
  }

  /** Another moment of the training of the same network: all else stays. */
  function chooseFrame(name) {
    put({ model: name });
    readNow();
  }

  /** Another step, unit or both: {step?, unit?}. */
  function select(cell) {
    const next = { ...state.view, ...cell };
    if (state.reading && (next.step !== state.view.step || next.unit !== state.view.unit)) move(next);
  }

  /** The unit so many rows further down. */
  function selectRow(rows) {
    const { reading, view } = state;
    if (!reading) return;
    const last = reading.units.length - 1;
    const row = view.unit === null ? 0 : reading.row(view.unit) + rows;
    select({ unit: reading.units[Math.min(last, Math.max(0, row))] });
  }

  /** The step so many words further on. */
  function selectStep(steps) {
    if (state.reading) select({ step: Math.min(state.reading.steps - 1, Math.max(0, state.view.step + steps)) });
  }

  function clear() {
    if (state.reading && state.view.unit !== null) move(cleared(state.view));
  }

  function pin(unit) {
    move({ ...state.view, pinned: togglePin(state.view.pinned, unit) });
  }

  /** To another view of the same text: told as cheaply as it can be shown, and read anew only where it must be. */
  function move(next) {
    const before = state.view;
    state.view = next;
    const others = Object.keys(next).filter((field) => field !== 'step' && next[field] !== before[field]);
    if (others.length) changed.selection();
    else changed.step();
    if (state.reading && (needsReading(before, next, state.reading) || next.sort !== before.sort)) readSoon();
  }

  /** Other holds; what the network does not have cannot be held. */
  function hold(holds) {
    const signals = start.signals[model().kind].map(({ name }) => name);
    put({ holds: holds.filter((each) => fits(each, model(), signals)) });
    changed.selection();
    readSoon();
  }

  function peek(cell) {
    state.peek = cell;
    changed.peek();
  }

  const readSoon = createPacer(readNow, GAP);
  return { state, model, parts, begin, readNow, type, grow, tryExample, readText, choose, look, chooseModel, chooseFrame, select, selectRow, selectStep, clear, pin, holding, peek };
}
