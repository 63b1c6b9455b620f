/** Where else does the layer do the same? The moments most like the selected one, or those at which a pattern comes up. */

import { ownRow, rowOf } from '../alike_rows.js';
import { chosenUnits, formatAlike, OWN, parseAlike, stateOf } from '../alike_settings.js';
import { alikeContents, alikeLead, colouredWords } from '../alike_words.js';
import { find, setText } from '../dom.js';
import { watchNear } from '../near.js';
import { setPieces } from '../pieces.js';
import { createServed } from '../served.js';
import { createTwin } from '../twin.js';
import { quoted } from '../words.js';
import { createBack } from './alike_back.js';
import { createForm } from './alike_form.js';
import { createLabels } from './alike_labels.js';
import { createList } from './alike_list.js';
import { createPattern } from './alike_pattern.js';

const PLAYED = 1000; // ms of rest after the next word: it may be one of many that are played
const TYPED = 400; // ms of rest while a text is typed
const MOST_UNITS = 64; // of a pattern, as the server takes it

/**
 * @param {HTMLElement} container
 * @param {{limits: {characters: number, texts: number}, load: (question: any) => Promise<any>, loadValues: (question: any) => Promise<any>,
 *   onLook: (change: any) => void, onText: (text: string, step: number | null) => void, link: (change: any) => string}} needs
 *   `load` is given {request, about}: what `POST /similar` takes, and what is said of it
 */
export function createAlike(container, { limits, load, loadValues, onLook, onText, link }) {
  const [lead, free, found, show, coloured, notice] = ['.through-lead', '.alike-free', '.alike-found', '[data-twin]', '.alike-coloured', '.alike-notice'].map((selector) => find(selector, container));
  const form = createForm(container, { limits, onPut: put, onTyped: () => ask(TYPED) });
  const pattern = createPattern(find('.alike-pattern', container), { load: loadValues, onPut: put, onReady: () => ask(), onFail: ({ message }) => asker.refuse(null, message) });
  const labels = createLabels(find('.alike-labels', container), { onChoose: draw });
  const list = createList(find('.alike-grid', container), { onRow: go });
  const back = createBack(find('.alike-back', container), { onBack: ({ text, step, alike }) => (onLook({ alike }), onText(text, step)) });
  const table = createTwin(show, find('.through-table', container), { contents: () => alikeContents(answer), name: 'gatescope-moments' });
  const asker = createServed(container, {
    load, show: take, clear, again: () => (pattern.again(), tell()), mark: (field) => form.mark(field === 'texts'),
  });
  let scene = /** @type {any} */ (null);
  let answer = /** @type {any} */ (null); // with what was said of it, as `about`
  let near = false;

  const unwatch = watchNear(container, (isNear) => {
    near = isNear;
    if (scene) tell();
  });

  const settings = () => parseAlike(scene.view.alike);

  function put(change) {
    onLook({ alike: formatAlike({ ...settings(), ...change }) });
  }

  function update(next) {
    scene = next;
    back.update(scene.view);
    free.hidden = !scene.reading.holds.length;
    tell();
  }

  /** The playhead: another moment is another question, asked once it rests. */
  function move(next) {
    const isNext = next.view.step === scene.view.step + 1;
    scene = next;
    tell(isNext ? PLAYED : undefined);
  }

  /** Nothing while nobody looks. @param {number} [rest] */
  function tell(rest) {
    if (!near) return;
    form.update(settings(), scene);
    pattern.update(scene, settings());
    drawOwn();
    ask(rest);
  }

  function ask(rest) {
    const { by, where, k } = settings();
    const texts = where === OWN ? form.texts() : null;
    if (texts && !texts.length) return instead('Paste a text above: its moments are compared with the selected one.');
    const part = by === 'pattern' ? byPattern() : byMoment();
    if (!part) return;
    asker.quiet();
    const { reading: { model, layer }, view: { unit, pinned } } = scene;
    asker.ask({ ...part, request: { model, layer, k, track: unit ?? pinned[0] ?? null, ...(texts ? { texts } : { corpus: where }), ...part.request } }, rest);
  }

  function byMoment() {
    const { reading: { text, tokens }, view: { step }, table: signals } = scene;
    const signal = stateOf(settings(), signals.map(({ name }) => name));
    const chosen = settings().of === 'units' ? chosenUnits(scene.view) : [];
    const units = chosen.length ? chosen : null;
    return { request: { text, step, signal, units }, about: { words: quoted(tokens[step]), where: settings().where, units: null, before: false } };
  }

  /** Null while the values are on their way, or where no unit has it. */
  function byPattern() {
    const now = pattern.pattern();
    if (!now) return null;
    if (!now.units.length) return instead('');
    if (now.units.length > MOST_UNITS) return instead(`A pattern takes ${MOST_UNITS} units at most. Raise the threshold, or choose more words.`);
    const { signal, above, steps, words } = now;
    const before = settings().before && steps[0] > 0;
    return { request: { pattern: { units: now.units, signal, above, off_before: before } }, about: { words, where: settings().where, units: now.units.length, before, above } };
  }

  function take(next, { about }) {
    answer = { ...next, about };
    setPieces(lead, alikeLead(answer, about));
    setText(notice, answer.notices.join(' '));
    pattern.guide(answer.guidance && about.units ? answer.guidance : null);
    for (const part of [found, show]) part.hidden = !answer.moments.length;
    if (!answer.moments.length) return table.close();
    labels.draw(answer.distribution);
    table.update();
    draw();
  }

  function draw() {
    const { moments } = answer;
    const rows = moments.map((moment) => ({ row: rowOf(moment), similarity: moment.similarity, href: link({ text: moment.text, step: moment.step }) }));
    list.draw(rows, { range: scene.reading.range, lanes: labels.lanes() });
    setText(coloured, colouredWords(answer));
    drawOwn();
  }

  function drawOwn() {
    if (!answer) return;
    const { reading, view } = scene;
    const { signal, shown: [unit] } = answer;
    const line = reading.row(unit) >= 0 ? reading.lineBefore(signal, unit) ?? reading.line(signal, unit) : null;
    list.drawOwn(ownRow(reading.tokens, view.step, line), { range: reading.range });
  }

  /** A sentence in place of an answer. */
  function instead(sentence) {
    asker.drop();
    asker.quiet();
    clear();
    setPieces(lead, sentence ? [sentence] : []);
    return null;
  }

  function clear() {
    answer = null;
    for (const part of [found, show]) part.hidden = true;
    table.close();
    pattern.guide(null);
    setText(notice, '');
    setPieces(lead, []);
  }

  /** The text of a match, at its step; a pattern goes on from there. */
  function go(row) {
    const { text, step } = answer.moments[row];
    back.leave(scene.view, text);
    put({ steps: null, without: [] });
    onText(text, step);
  }

  return { update, move, destroy: () => (asker.drop(), unwatch()) };
}
