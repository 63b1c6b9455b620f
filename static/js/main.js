/** Wires the page: the explorer tells what has changed, and each view is given what it shows. */

import { createReader, get } from './api.js';
import { find, findAll, setText } from './dom.js';
import { createExplorer } from './explorer.js';
import { written } from './numbers.js';
import { currentTheme, followTheme } from './theme.js';
import { createAddress, exportPath, formatQuery } from './url.js';
import { createComposer } from './views/composer.js';
import { createControls } from './views/controls.js';
import { createLarge } from './views/large.js';
import { createLegends } from './views/legends.js';
import { createLive } from './views/live.js';
import { createMaps } from './views/maps.js';
import { createShare } from './views/share.js';
import { createStatus } from './views/status.js';
import { createStrip } from './views/strip.js';
import { quoted, tokenWord } from './words.js';

const ENDS = {
  liveliness: () => ['liveliest', 'calmest'],
  half_life: () => ['longest memory', 'shortest'],
  similarity: (unit) => [`most like ${unit}`, 'least'],
  index: () => ['first unit', 'last'],
};

const start = JSON.parse(find('#start').textContent);
const explorer = createExplorer(start, {
  reader: createReader(start.api),
  theme: currentTheme,
  changed: { reading: showReading, selection: showSelection, peek: markMaps, phase: showPhase, text: showText },
});
const { state } = explorer;
const address = createAddress(location, history);

const composer = createComposer(find('#view'), { onText: typed, onExample: explorer.tryExample });
const controls = createControls(document.body, { onChoose: explorer.choose });
const legends = createLegends(find('#scales'));
const live = createLive(findAll('.live'));
const large = createLarge(find('#large'), { load: loadLarge, words: () => state.reading.tokens.map(tokenWord) });
const maps = createMaps(find('#equation'), { onSelect: selected, onPeek: explorer.peek, onLarge: openLarge });
const share = createShare({ button: find('#share'), menu: find('#export-menu') }, { link: () => address.link(state.view), onSay: say });
const status = createStatus({ line: find('#status'), notice: find('#notice') }, { onRetry: explorer.readNow });
const strip = createStrip(find('#strip'), { onStep: (step) => explorer.select({ step, unit: state.view.unit }) });

find('#model').addEventListener('change', (event) => explorer.chooseModel(event.target.value));
followTheme(find('#theme'), explorer.readNow);
explorer.begin();
showText();

function typed(text) {
  performance.mark('gatescope:key');
  explorer.type(text);
}

function selected(cell, how, panel) {
  explorer.select(cell);
  if (how === 'key') announce(panel);
}

/** A new reading: everything follows, and the figures are painted. */
function showReading() {
  const { reading } = state;
  status.read(reading, explorer.model());
  showSelection();
  strip.reveal(state.view.step);
  if (reading.theme === currentTheme()) maps.paint(reading).then(markPainted);
}

/** Another word, unit or signal of the same reading. */
function showSelection() {
  const { view, reading } = state;
  if (!reading) return;
  const table = start.signals[reading.kind];
  const signal = table.find((each) => each.name === view.signal) ?? table.at(-1);
  find('#model').value = view.model;
  controls.update({ view, model: { ...explorer.model(), kind: reading.kind }, signals: table.map((each) => each.name) });
  legends.update({ range: reading.range, scale: signal.scale, table });
  strip.update({ reading, view, signal });
  maps.show(signal.name);
  live.update({ reading, view });
  setText(find('#where'), `word ${view.step} of ${reading.steps - 1}`);
  markMaps();
  address.write(view);
}

/** The crosshair and the numbers in the heads. */
function markMaps() {
  const { view, reading, peek } = state;
  if (reading) maps.mark({ reading, view, peek, ends: ENDS[view.sort](view.unit) });
}

/** The sentence, before it is read. */
function showText() {
  const parts = explorer.parts();
  const texts = [explorer.model().suggested.text, ...start.examples];
  composer.update({ text: state.view.text, parts, texts });
  address.write(state.view);
  share.update({ path: (format) => exportPath(`${start.api}/export`, { ...state.view, text: parts.read }, format), enabled: parts.read.trim() !== '' });
}

/** Ready, empty, loading or in error: said in words, and by the look of the last reading. */
function showPhase() {
  const { phase, problem, reading } = state;
  document.body.dataset.state = phase;
  if (phase === 'empty') status.wait(`up to ${start.limits.characters.toLocaleString('en')} characters`);
  if (phase === 'loading') status.wait(reading ? `reading ${reading.steps - 1} tokens …` : 'reading …');
  if (phase === 'empty') status.tell([]);
  if (phase === 'ready') status.tell([...tooLong(), ...(reading?.notices ?? [])]);
  if (phase === 'error' && problem) tellProblem(problem, reading);
}

function tellProblem(problem, reading) {
  const retry = problem.status === 0 || problem.status >= 500;
  const last = reading ? ' What you see is the last reading.' : '';
  status.wait('');
  status.tell([`${problem.message}${last}`], { retry });
}

function tooLong() {
  const { read, unread, length } = explorer.parts();
  return unread ? [`${length.toLocaleString('en')} characters: only the first ${Array.from(read).length.toLocaleString('en')} are read.`] : [];
}

function say(sentence, ...elements) {
  status.tell([sentence]);
  find('#notice').append(...elements);
}

function announce(panel) {
  const { view, reading } = state;
  const value = (name) => written(start.signals[reading.kind].find((each) => each.name === name).scale, reading.value(name, view.unit, view.step));
  const title = start.signals[reading.kind].find((each) => each.name === panel).title;
  const cell = panel !== 'cell' && reading.values.cell ? `, cell ${value('cell')}` : '';
  if (reading.row(view.unit) >= 0) setText(find('#live'), `${quoted(reading.tokens[view.step])}, unit ${view.unit}: ${title} ${value(panel)}${cell}`);
}

function openLarge(name) {
  large.open(start.signals[state.reading.kind].find((each) => each.name === name));
}

function loadLarge(name) {
  const view = { ...state.view, text: state.reading.text, signal: name };
  return get(`large?${formatQuery(view)}&theme=${currentTheme()}`);
}

/** The next frame shows the figures: said in the browser's own timeline, for whoever measures. */
function markPainted() {
  requestAnimationFrame(() => setTimeout(() => performance.mark('gatescope:painted')));
}
