/** Wires the page “What each unit knows”: filter, picture, table, and the sentences that each row asks for. */

import { get } from './api.js';
import { find, setText } from './dom.js';
import { createQueue } from './queue.js';
import { currentTheme, followTheme } from './theme.js';
import { drawnProperty, queryOf, rowsOf } from './unit_rows.js';
import { foundWords } from './unit_words.js';
import { formatQuery } from './url.js';
import { createFilter } from './views/units_filter.js';
import { createPicture } from './views/units_picture.js';
import { createUnits } from './views/units_table.js';

const AT_ONCE = 2; // requests for sentences
const SENTENCES = 5; // for each name of a unit
const ADDRESS_PAUSE = 300; // ms: browsers limit how often an address may change

const start = JSON.parse(find('#start').textContent);
const { answer, model, words } = start;
const queue = createQueue(AT_ONCE);
const read = new Map(); // sentences by what was asked
let view = start.view;
let writing = false;

find('#model').addEventListener('change', ({ target }) => {
  location.assign(`?${queryOf({ ...view, model: target.value, layer: 0, unit: null })}`);
});

if (answer.properties.length) begin();
else followTheme(find('#theme'), () => {});

function begin() {
  const filter = createFilter(find('.units-page'), { onChange: (change) => look({ ...change, layer: 0, unit: null }) });
  const picture = createPicture(find('.units-picture'), { answer, model, words, onUnit: (layer, unit) => look({ layer, unit, search: '' }, true), load: loadPicture });
  const table = createUnits(find('.units-table'), { ...start, load: loadSentences, link, onSort: (sort) => look({ sort }) });
  followTheme(find('#theme'), show);
  show();
  if (view.unit !== null) table.reveal();

  /** @param {any} change of the view @param {boolean} reveal go to the selected unit */
  function look(change, reveal = false) {
    view = { ...view, ...change };
    show();
    if (reveal) table.reveal();
    write();
  }

  function show() {
    const rows = rowsOf(answer, view, words);
    setText(find('.units-found'), foundWords(rows, view, words));
    filter.update(view);
    picture.update({ property: drawnProperty(answer, view), layer: view.layer, unit: view.unit, theme: currentTheme() });
    table.update(rows, { sort: view.sort, theme: currentTheme() });
  }
}

/** Soon, and the latest view alone. */
function write() {
  if (writing) return;
  writing = true;
  setTimeout(() => {
    writing = false;
    history.replaceState(null, '', `?${queryOf(view)}`);
  }, ADDRESS_PAUSE);
}

function loadPicture({ property, theme }) {
  return get(`${start.api}/figures/units?${new URLSearchParams({ model: model.name, property, theme })}`);
}

/** Sentences for a line of a unit, asked for once. */
function loadSentences({ layer, unit }, { property, signal }) {
  const query = new URLSearchParams({ model: model.name, layer, unit, property, count: String(SENTENCES), ...(signal ? { signal } : {}) }).toString();
  if (!read.has(query)) {
    const asked = queue.add(() => get(`${start.api}/units/examples?${query}`));
    asked.catch(() => read.delete(query));
    read.set(query, asked);
  }
  return read.get(query);
}

/** The Explore page with a unit while the network reads an example, at the step to look at. */
function link({ layer, unit }, signal, example) {
  const { text, step } = example ?? {};
  return `./?${formatQuery({ text, step, model: model.name, layer, unit, signal: signal ?? start.memory })}`;
}
