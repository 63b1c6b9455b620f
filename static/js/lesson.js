/**
 * Wires a chapter of the lesson. Links, fields and the figure itself all ask for a state of the figure; the server answers
 * with what is drawn and what is to be said of it.
 */

import { get } from './api.js';
import { el, find, findAll, onWithin, setText } from './dom.js';
import { addressOf, askedOf, withChange } from './lesson_address.js';
import { FIGURES } from './lesson_figures.js';
import { followPages } from './lesson_keys.js';
import { createProgress, deviceStorage } from './progress.js';
import { createServed } from './served.js';
import { currentTheme, followTheme } from './theme.js';
import { createTwin } from './twin.js';
import { createLessonFields } from './views/lesson_fields.js';
import { createLessonMarks } from './views/lesson_marks.js';

const start = JSON.parse(find('#start').textContent);
const place = find('.lesson-figure');
const path = `${location.pathname.replace(/\/$/, '')}/figure`;
let asked = askedOf(location.search);
let drawn = start.drawn;

const marks = createLessonMarks(document.body, { slug: start.slug, progress: createProgress(deviceStorage()) });
const figure = FIGURES[start.view](find('.lesson-drawn'), { ...start, onState: change });
const fields = createLessonFields(find('.lesson-controls'), { onState: change });
const twin = createTwin(find('[data-lesson-twin]'), find('.lesson-table', place), { contents, name: `gatescope-${start.slug}` });
const served = createServed(place, { load, show, again: ask });

onWithin(document.body, 'click', '[data-moves]', followed);
addEventListener('popstate', () => {
  asked = askedOf(location.search);
  ask();
});
if (document.querySelector('#theme')) followTheme(find('#theme'), ask);
followPages(document);
show(drawn);
if (currentTheme() !== 'light') ask();

/** A link in the text: to a state of the figure, which comes into sight. Back leads to the one before. */
function followed(link, event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  asked = askedOf(link.search);
  history.pushState(null, '', link.pathname + addressOf(location.search, asked));
  ask();
  if (!isInSight(place)) place.scrollIntoView();
}

/** Fields, or the figure itself. @param {Record<string, unknown>} fields */
function change(fields) {
  asked = withChange(asked, fields);
  history.replaceState(null, '', location.pathname + addressOf(location.search, asked));
  ask();
}

function ask() {
  served.ask({ state: asked, theme: currentTheme() });
}

function load({ state, theme }) {
  return get(`${path}?${new URLSearchParams({ ...state, theme })}`);
}

function show(answer) {
  drawn = answer;
  served.quiet();
  for (const element of findAll('[data-drawn]')) say(element, drawn[element.dataset.drawn]);
  find('#notice').replaceChildren(...drawn.notices.map((notice) => el('p', {}, `△ ${notice}`)));
  fields.update(drawn);
  figure.update(drawn, currentTheme());
  twin.update();
  marks.update({ answered: drawn.answer !== null });
}

function say(element, sentence) {
  element.hidden = sentence === null;
  setText(element, sentence ?? '');
}

/** What is drawn, as a table. */
function contents() {
  const { title, corner, columns, rows, cells, words } = drawn.table;
  return { title, corner, columns, rows: rows.map((name) => (words ? { word: name } : name)), cell: (row, column) => cells[row][column] };
}

/** Whether most of the window's height shows an element, or all of it is seen. */
function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return Math.min(bottom, innerHeight) - Math.max(top, 0) >= Math.min(bottom - top, innerHeight / 2);
}
