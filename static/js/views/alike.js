/** Where else does the layer do the same? The moments most like the selected one, or those at which a pattern comes up. */

import { byMoment, byPattern, MOST_UNITS } from '../alike_question.js';
import { ownRow, rowOf } from '../alike_rows.js';
import { formatAlike, LABELLED, OWN, parseAlike, UNNAMED } from '../alike_settings.js';
import { alikeContents, alikeLead, foreignWords, inWords, rowsWords, similarityWords } from '../alike_words.js';
import { find, setText } from '../dom.js';
import { nameOf } from '../names.js';
import { watchNear } from '../near.js';
import { setPieces } from '../pieces.js';
import { createServed } from '../served.js';
import { createTwin } from '../twin.js';
import { createBack } from './alike_back.js';
import { createForm } from './alike_form.js';
import { createLabels } from './alike_labels.js';
import { createList } from './alike_list.js';
import { createPattern } from './alike_pattern.js';

const PLAYED = 1000; // ms of rest after the next word: it may be one of many that are played
const TYPED = 400; // ms of rest while a text is typed

/**
 * @param {HTMLElement} container
 * @param {{limits: {characters: number, texts: number}, properties: Record<string, string>, load: (question: any) => Promise<any>, loadValues: (question: any) => Promise<any>,
 *   onLook: (change: any) => void, onText: (text: string, step: number | null) => void, link: (change: any) => string}} needs
 *   `load` is given {request, about}: what `POST /similar` takes, and what is said of it
 */
export function createAlike(container, { limits, properties, load, loadValues, onLook, onText, link }) {
  const [lead, free, found, show, coloured, notice] = ['.through-lead', '.alike-free', '.alike-found', '[data-twin]', '.alike-coloured', '.alike-notice'].map((selector) => find(selector, container));
  const form = createForm(container, { limits, onPut: put, onTyped: () => ask(TYPED) });
  const pattern = createPattern(find('.alike-pattern', container), { load: loadValues, onPut: put, onReady: () => ask(), onFail: ({ message }) => asker.refuse(null, message) });
  const labels = createLabels(find('.alike-labels', container), { onChoose: draw });
  const list = createList(find('.alike-grid', container), { onRow: go });
  const back = createBack(find('.alike-back', container), { onBack: ({ text, step, alike }) => (onLook({ alike }), onText(text, step)) });
  const table = createTwin(show, find('.through-table', container), { contents: () => alikeContents(answer), name: 'gatescope-moments' });
  const asker = createServed(container, {
    load, show: take, clear, again: () => (pattern.again(), tell()), mark: form.mark,
  });
  let scene = /** @type {any} */ (null);
  let answer = /** @type {any} */ (null); // with what was said of it, as `about`
  let theme = ''; // in which the rows are drawn
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
    if (answer && theme !== scene.reading.theme) draw();
    else drawOwn();
    ask(rest);
  }

  function ask(rest) {
    const question = questionOf();
    if (question) asker.ask(question, rest);
  }

  /** Null where there is nothing to ask, or nothing yet. */
  function questionOf() {
    const { by, where } = settings();
    const texts = where === OWN ? form.texts() : null;
    if (texts && !texts.length) return instead('Paste a text above, and moments are looked for in it.');
    if (where === UNNAMED) return instead('Type the name of an index above, and moments are looked for in it.');
    if (where === LABELLED && scene.model.reads === 'letters') return instead(foreignWords(scene.model.name));
    if (by === 'moment') return byMoment(scene, settings(), texts);
    const now = pattern.pattern();
    if (!now) return null;
    if (!now.units.length) return instead('');
    if (now.units.length > MOST_UNITS) return instead(`A pattern takes ${MOST_UNITS} units at most. Raise the threshold, or choose more words.`);
    return byPattern(scene, settings(), texts, now);
  }

  function take(next, { about }) {
    answer = { ...inWords(next, properties), about };
    asker.quiet();
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
    const rows = moments.map((moment) => ({ row: rowOf(moment), similarity: similarityWords(moment, answer), href: link({ text: moment.text, step: moment.step }) }));
    list.draw(rows, { range: scene.reading.range, lanes: labels.lanes() });
    theme = scene.reading.theme;
    setText(coloured, rowsWords(answer, nameOf(scene.model, answer.layer, answer.shown[0])));
    drawOwn();
  }

  function drawOwn() {
    if (!answer) return;
    const { reading, view } = scene;
    const { signal, shown: [unit] } = answer;
    const step = answer.query ? view.step : pattern.pattern()?.steps[0] ?? view.step;
    const line = answer.query ? lineOf(reading, signal, unit) : pattern.line(unit);
    list.drawOwn(ownRow(reading.tokens, step, line), { range: reading.range });
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
    const was = scene.view;
    put({ steps: null, without: [] });
    back.leave(was, text);
    onText(text, step);
  }

  return { update, move, destroy: () => (asker.drop(), unwatch()) };
}

/** A unit's values as they are read without holds; null where it is not among the rows. */
function lineOf(reading, signal, unit) {
  if (reading.row(unit) < 0) return null;
  return reading.lineBefore(signal, unit) ?? reading.line(signal, unit);
}
