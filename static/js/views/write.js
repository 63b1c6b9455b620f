/** Let it write: settings, ten continuations with and without the holds, and which of two words comes first in them. */

import { pairOf, viewOf } from '../ablate_words.js';
import { find, setInvalid, setText } from '../dom.js';
import { length } from '../growth.js';
import { inText } from '../holds.js';
import { setPieces } from '../pieces.js';
import { createRuns } from '../runs.js';
import { createTwin } from '../twin.js';
import { parseSettings } from '../write_settings.js';
import { batchOf, leadOf, noteOf, pairProblem, runsOf, tableOf, wordsOf } from '../write_words.js';
import { createForm } from './write_form.js';
import { createList } from './write_list.js';

/**
 * @param {HTMLElement} container
 * @param {{open: (question: any, signal: AbortSignal) => AsyncIterable<any>, onLook: (change: any) => void,
 *   onText: (text: string, step: null) => void}} needs
 */
export function createWrite(container, { open, onLook, onText }) {
  const [lead, note, go, show, problem] = ['.write-lead', '.write-note', '.write-go', '[data-twin]', '.through-problem'].map((selector) => find(selector, container));
  const fields = ['for', 'against'].map((name) => find(`[name=write-${name}]`, container));
  const form = createForm(find('.write-settings', container), { onLook });
  const list = createList(find('.write-columns', container), { onChoose: ({ question, text }) => onText(question.text + text, null) });
  const table = createTwin(show, find('.through-table', container), { contents: () => tableOf(batch.columns, pair()), name: 'gatescope-continuations' });
  const runs = createRuns({ open, changed: wrote, ended });
  let scene = /** @type {any} */ (null);
  let batch = /** @type {any} */ (null); // what was written last: see batchOf
  let error = /** @type {Error | null} */ (null);

  for (const field of fields) field.addEventListener('input', () => onLook(viewOf(fields.map(({ value }) => value))));
  go.addEventListener('click', () => (runs.on ? runs.stop() : begin()));
  find('.link', problem).addEventListener('click', goOn);

  const pair = () => wordsOf(scene.view);

  function update(next) {
    scene = next;
    form.update(scene.view);
    pairOf(scene.view).forEach((word, n) => {
      if (fields[n].value !== word) fields[n].value = word;
    });
    list.mark(pair());
    table.update();
    tell();
  }

  /** Ten of the text as it is now. */
  function begin() {
    batch = batchOf(asked());
    list.draw(batch.columns, pair());
    show.hidden = false;
    goOn();
  }

  function goOn() {
    error = null;
    runs.start(runsOf(batch));
    tell();
  }

  /** What would be written now. */
  function asked() {
    const { reading, view } = scene;
    const settings = parseSettings(view.writing);
    const text = reading.text.trimEnd(); // words begin with their blank
    const steps = reading.tokens.filter(({ step, start }) => step === 0 || start < length(text)).length;
    return { text, model: reading.model, settings, holds: inText(view.holds, steps + settings.tokens) };
  }

  function wrote(run) {
    list.change(run);
    if (run.phase === 'done') tell();
  }

  function ended(failure) {
    error = failure;
    table.update();
    tell();
  }

  /** What was found so far, whether it still fits the page, and what went wrong. */
  function tell() {
    setText(go, runs.on ? 'Stop' : 'Write ten');
    go.setAttribute('aria-busy', String(runs.on));
    setPieces(lead, leadOf(batch, pair(), asked().holds.length > 0));
    setText(note, batch ? noteOf(batch, asked()) : '');
    const wrong = pairProblem(pair());
    problem.hidden = !wrong && !error;
    setText(find('span', problem), `△ ${wrong || error?.message}`);
    find('.link', problem).hidden = !error;
    fields.forEach((field) => setInvalid(field, wrong !== ''));
  }

  return { update, move: (next) => void (scene = next), destroy: runs.stop };
}

