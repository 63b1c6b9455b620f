/** Wires the page of one's own probe: two lists become a question, its answer a ranking and coloured sentences. */

import { post } from './api.js';
import { createAsker } from './asker.js';
import { find, setText } from './dom.js';
import { createProbeAddress, keptLists } from './probe_address.js';
import { isAmong, linesOf, listsOf, refusal, troubleWith } from './probe_lists.js';
import { currentTheme, followTheme } from './theme.js';
import { createProbeChoices } from './views/probe_choices.js';
import { createProbeFound } from './views/probe_found.js';
import { createProbeLists } from './views/probe_lists.js';
import { createProbeSentences } from './views/probe_sentences.js';

const REST = 300; // ms without another key: every answer reads all sentences

const start = JSON.parse(find('#start').textContent);
const storage = storageOfTab();
const { having, lacking, ...rest } = start.view;
const kept = keptLists(location.search, storage);
let view = { with: having, without: lacking, ...rest, ...kept };
let rendered = kept.with === undefined ? start.answer : null; // what the server has put into the page answers the first question
let flight = new AbortController();
let shown = /** @type {any} */ (null); // the latest answer, and the question that it answers

const lists = createProbeLists(find('#view'), { onType: (typed) => change(typed, REST), onPut: (typed) => change({ ...typed, unit: null }) });
const choices = createProbeChoices(find('#view'), { onChoose: (choice) => change({ ...choice, unit: null }) });
const found = createProbeFound(find('#found'), { onUnit: select, onRetry: askAgain });
const sentences = createProbeSentences(find('#sentences'), { load: (question) => post(`${start.api}/trace`, question) });
const address = createProbeAddress(location, history, storage, choices.tellKept);
const asker = createAsker({ load, show, wait: found.wait, fail });

find('#model').addEventListener('change', (event) => chooseModel(event.target.value));
followTheme(find('#theme'), () => change({}));
change({});

/** Another view: typed or chosen. */
function change(next, pause = 0) {
  view = { ...view, ...next };
  const { name, sentence, layers } = model();
  find('#model').value = name;
  setText(find('footer [data-sentence]'), sentence);
  lists.update({ typed: { with: view.with, without: view.without }, model: model() });
  choices.update({ view, signals: signals(), layers });
  address.write(view);
  ask(pause);
}

/** Ask, unless a list stands in the way: then the last answer stays, and is said to be of other lists. */
function ask(pause) {
  const lines = { with: linesOf(view.with), without: linesOf(view.without) };
  const troubles = Object.fromEntries(Object.entries(lines).map(([name, each]) => [name, troubleWith(each, start.limits)]));
  lists.tell(troubles);
  if (troubles.with || troubles.without) {
    asker.drop();
    return found.stale();
  }
  const { model: name, layer, signal, at } = view;
  const texts = (list) => list.map(({ text }) => text);
  asker.ask({ with: texts(lines.with), without: texts(lines.without), model: name, layer, signal, at, theme: currentTheme() }, pause);
}

function askAgain() {
  asker.drop();
  ask(0);
}

/** An answer that another question has overtaken never comes. */
async function load(question) {
  flight.abort();
  flight = new AbortController();
  const { signal } = flight;
  const answer = rendered;
  rendered = null;
  if (answer && question.theme === 'light') return answer;
  try {
    return await post(`${start.api}/figures/probe`, question, { signal });
  } catch (error) {
    if (signal.aborted) return new Promise(() => {});
    throw error;
  }
}

function show(answer, question) {
  shown = { answer, question };
  showFound();
}

/** The ranking, and how the chosen unit, or else the best, reads the sentences. */
function showFound() {
  const { answer, question } = shown;
  const { layers, range, names } = model();
  const unit = view.unit ?? answer.units[0].unit;
  found.update({ answer, unit, layers, names });
  sentences.update({ question, unit, layers, range, signal: signals().find(({ name }) => name === answer.signal) });
}

function fail(error) {
  const { list, sentence } = refusal(error, { with: linesOf(view.with), without: linesOf(view.without) });
  if (list) lists.tell({ [list]: sentence });
  else found.fail(sentence);
  found.stale();
}

function select(unit) {
  view = { ...view, unit };
  address.write(view);
  showFound();
}

/** The lists stay, unless they are an example that the other model does not have. */
function chooseModel(name) {
  const { kind, layers, examples } = start.models.find((each) => each.name === name);
  const names = start.signals[kind].map((signal) => signal.name);
  const usual = names.includes('cell') ? 'cell' : 'hidden';
  const isForeign = isAmong(view, model().examples) && !isAmong(view, examples) && examples.length;
  change({
    ...(isForeign ? listsOf(examples[0]) : {}),
    model: name, signal: names.includes(view.signal) ? view.signal : usual, layer: Math.min(view.layer, layers - 1), unit: null,
  });
}

function model() {
  return start.models.find(({ name }) => name === view.model);
}

function signals() {
  return start.signals[model().kind];
}

/** @returns {Storage | null} */
function storageOfTab() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
