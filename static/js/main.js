/** Wires the page: the explorer tells what has changed, and each view is given what it shows. */

import { createWhereElse } from './alike.js';
import { createReader, get, postForEvents } from './api.js';
import { createCause } from './cause.js';
import { createCounter } from './counter.js';
import { find, findAll, setText } from './dom.js';
import { createExplorer } from './explorer.js';
import { createExports } from './exports.js';
import { baseOf } from './film.js';
import { firstValue, holdAt, inText } from './holds.js';
import { actionOf } from './keys.js';
import { createPlayer } from './player.js';
import { sceneOf, spoken } from './scene.js';
import { currentTheme, followTheme } from './theme.js';
import { createThrough } from './through.js';
import { createTurns } from './turns.js';
import { createAddress, formatQuery } from './url.js';
import { createComposer } from './views/composer.js';
import { createControls } from './views/controls.js';
import { createFilm } from './views/film.js';
import { createHints } from './views/hints.js';
import { createHolds } from './views/holds.js';
import { createKeysHelp } from './views/keyshelp.js';
import { createLarge } from './views/large.js';
import { createLegends } from './views/legends.js';
import { createLife } from './views/life.js';
import { createMaps } from './views/maps.js';
import { createMicroscope } from './views/microscope.js';
import { createProse } from './views/prose.js';
import { createSaturation } from './views/saturation.js';
import { createStatus } from './views/status.js';
import { createStrip } from './views/strip.js';
import { createTransport } from './views/transport.js';
import { createUnrolled } from './views/unrolled.js';
import { createWhy } from './views/why.js';
import { createWriteButton } from './views/write_button.js';
import { tokenWord } from './words.js';
import { createWriter } from './writer.js';

const start = JSON.parse(find('#start').textContent);
const explorer = createExplorer(start, {
  reader: createReader(start.api),
  theme: currentTheme,
  changed: { reading: showReading, asking: () => writer.leave(), growth: showGrowth, selection: showSelection, step: showStep, peek: showPeek, phase: showPhase, text: showText },
});
const { state, select, pin, selectRow } = explorer;
const address = createAddress(location, history);
const writer = createWriter(explorer, { open: (question, signal) => postForEvents(`${start.api}/generate`, question, { signal }), limits: start.limits, changed: showWriting });
const player = createPlayer({ next: playOn, first: () => select({ step: 0 }), changed: showPlaying });
const onStep = (step) => byHand(() => select({ step }));
const onUnit = (unit) => select({ unit });

const composer = createComposer(find('#view'), { onText: typed, onExample: explorer.tryExample });
const controls = createControls(document.body, { onChoose: explorer.choose, onLook: explorer.look });
const hints = createHints(find('#hints'));
const keysHelp = createKeysHelp(find('#keys-help'));
const large = createLarge(find('#large'), { load: loadLarge, words: () => state.reading.tokens.map(tokenWord) });
const maps = createMaps(find('#equation'), find('#hold-tool'), { onSelect: selected, onPeek: explorer.peek, onLarge: openLarge, onRegion: holdRegion });
const holds = createHolds(find('#holds'), { holding: explorer.holding, onLook: explorer.look });
const exported = createExports({ explorer, api: start.api, link: () => address.link(state.view), onSay: say });
const status = createStatus({ line: find('#status'), notice: find('#notice') }, { onRetry: explorer.readNow });
const transport = createTransport(find('#ruler'), { player, onStep });
const strip = createStrip(find('#strip'), { onStep });
const prose = createProse(find('#prose'), { onStep });
const microscope = createMicroscope(findAll('.microscope'), { onStepUnit: selectRow, onPin: pin, onDrawing: (drawing) => explorer.look({ drawing }), onHold: holdHere });
const unrolled = createUnrolled(find('#unrolled'), { onStep });
const life = createLife(find('#life'), { onStep, onUnit, onPin: pin, onStepUnit: selectRow });
const turns = createTurns((part) => part.update(sceneOf(state, explorer.model(), start.signals)));
const writeButton = createWriteButton(find('#view'), { writer });
// Each takes a scene in `update`, when the reading, the unit or the look has changed, and in `move`, when the step has.
const views = [
  controls, createLegends(find('#scales')), transport, strip, prose, maps, microscope, unrolled,
  createWhy(find('#why'), { load: explain, onUnit }),
  life,
  createThrough(find('#through'), { explorer, api: start.api, models: start.models, events: { onStep, onUnit } }),
  createCounter(find('#counter'), { explorer, api: start.api, limits: start.limits, onStep }),
  createCause(find('#cause'), { explorer, api: start.api, events: { onStep, onUnit } }),
  createWhereElse(find('#alike'), { explorer, start }),
  holds,
  createFilm(find('#film'), { onFrame: explorer.chooseFrame, createPlayer }),
  createSaturation(find('#saturation'), { onUnit, load: () => get(`${start.api}/models`) }),
];

find('#model').addEventListener('change', (event) => explorer.chooseModel(event.target.value));
document.addEventListener('keydown', pressed);
followTheme(find('#theme'), explorer.readNow);
if (!composer.begin()) showText();
setTimeout(explorer.begin); // showing the reading that came with the page is long work: a key is answered before it

function typed(text) {
  performance.mark('gatescope:key');
  player.pause();
  writer.leave();
  explorer.type(text);
}

/** A step chosen by hand ends the playing. */
function byHand(go) {
  player.pause();
  go();
}

function selected(cell, how, panel) {
  byHand(() => select(cell));
  if (how === 'key') announce(panel);
}

/** A new reading: everything follows, and the figures are painted. */
function showReading() {
  const { reading, view } = state;
  turns.clear();
  status.read(reading, explorer.model());
  showSelection();
  strip.reveal(view.step);
  if (reading.theme === currentTheme()) maps.paint(reading).then(afterPaint);
}

/** One word more, written by the network: what shows every word follows, all else when the writing has ended. */
function showGrowth() {
  const scene = sceneOf(state, explorer.model(), start.signals);
  document.body.dataset.look = 'held'; // what the holds have changed is known when all is read anew
  strip.grow(scene);
  prose.update(scene);
  transport.update(scene);
  showSentence(explorer.parts());
  status.read(state.reading, explorer.model());
  strip.reveal(state.view.step);
  turns.add([life, microscope, unrolled, ...maps.parts(state.reading.kind)]);
}

/** Whether it writes, and how the last writing ended. */
function showWriting() {
  if (writer.on) player.pause();
  writeButton.update({ isBlank: explorer.parts().read.trim() === '' });
}

/** Another unit, signal or look at the same reading. */
function showSelection() {
  if (!state.reading) return;
  find('#model').value = baseOf(state.view.model);
  const scene = sceneOf(state, explorer.model(), start.signals);
  document.body.dataset.words = state.view.words;
  document.body.dataset.drawing = state.view.drawing;
  document.body.dataset.look = state.reading.original ? state.view.look : 'held';
  views.forEach((view) => view.update(scene));
  hints.update(scene);
  address.write(state.view);
  showShare();
}

/** Another step of the same unit. What has to know the layout comes before what changes it, or it is made twice. */
function showStep() {
  if (!state.reading) return;
  const scene = sceneOf(state, explorer.model(), start.signals);
  strip.reveal(state.view.step);
  views.forEach((view) => view.move?.(scene));
  address.write(state.view);
}

function showPlaying() {
  transport.playing(player);
  if (player.on) hints.played();
}

function showPeek() {
  if (state.reading) maps.move(sceneOf(state, explorer.model(), start.signals));
}

/** The sentence, before it is read. */
function showText() {
  const parts = explorer.parts();
  showSentence(parts);
  address.write(state.view);
  showShare();
}

/** What can be shared and downloaded: the text, under the holds in force. */
function showShare() {
  exported.update();
  showWriting();
}

function showSentence(parts) {
  find('main').dataset.reads = explorer.model().reads;
  find('main').toggleAttribute('data-mute', !explorer.model().predicts);
  composer.update({ text: state.view.text, parts, model: explorer.model() });
}

/** Ready, empty, loading or in error: said in words, and by the look of the last reading. */
function showPhase() {
  document.body.dataset.state = state.phase;
  status.enter(state, { parts: explorer.parts(), characters: start.limits.characters });
}

function say(sentence, ...elements) {
  status.tell([sentence]);
  find('#notice').append(...elements);
}

function announce(panel) {
  setText(find('#live'), spoken(sceneOf(state, explorer.model(), start.signals), panel));
}

/** A key that means something everywhere on the page. */
function pressed(event) {
  if (event.key === 'Escape' && writer.stop()) return event.preventDefault();
  const action = keysHelp.enabled() || event.key === 'Escape' ? actionOf(event) : null;
  if (!action) return;
  const actions = {
    play: player.toggle,
    back: () => byHand(() => explorer.selectStep(-1)),
    on: () => byHand(() => explorer.selectStep(1)),
    first: () => onStep(0),
    last: () => onStep(state.reading.steps - 1),
    unitUp: () => selectRow(-1),
    unitDown: () => selectRow(1),
    pin: () => state.view.unit !== null && pin(state.view.unit),
    drawing: () => explorer.look({ drawing: state.view.drawing === 'cell' ? 'unrolled' : 'cell' }),
    words: () => explorer.look({ words: state.view.words === 'strip' ? 'prose' : 'strip' }),
    hold: () => state.view.unit !== null && holdHere(sceneOf(state, explorer.model(), start.signals).signal.name, { byKey: true }),
    undo: explorer.holding.undo,
    redo: explorer.holding.redo,
    help: keysHelp.open,
    clear: explorer.clear,
  };
  if (!state.reading && action !== 'help') return;
  event.preventDefault();
  actions[action]();
}

/** The next word for the player. Returns whether there was one. */
function playOn() {
  if (!state.reading || state.view.step >= state.reading.steps - 1) return false;
  explorer.selectStep(1);
  return true;
}

function openLarge(name) {
  large.open(start.signals[state.reading.kind].find((each) => each.name === name));
}

function loadLarge(name) {
  const view = { ...state.view, text: state.reading.text, signal: name };
  return get(`large?${formatQuery(view)}&theme=${currentTheme()}`);
}

function explain({ unit, step }) {
  const { text, model, layer, steps, holds: held } = state.reading;
  const holds = held.length ? { holds: JSON.stringify(inText(held, steps)) } : {};
  return get(`${start.api}/explain?${new URLSearchParams({ text, model, layer, unit, step, ...holds })}`);
}

/** Hold a signal of the selected unit from the selected word on; where it is held, go to that hold. */
function holdHere(signal, { byKey = false } = {}) {
  const { unit, step } = state.view;
  const held = holdAt(state.view, { signal, unit, step });
  if (held) holds.choose(state.view.holds.indexOf(held));
  else hold({ signal, units: [unit], steps: [step, null] });
  if (held || byKey) holds.focus();
}

function holdRegion({ signal, units, steps }) {
  hold({ signal, units, steps });
}

/** Hold a signal at the value that shows most: see firstValue. */
function hold({ signal, units, steps }) {
  const { reading, view } = state;
  const { scale } = start.signals[reading.kind].find(({ name }) => name === signal);
  const values = units.map((unit) => reading.value(signal, unit, steps[0]));
  explorer.holding.add({ layer: view.layer, units, signal, steps, value: firstValue({ scale }, values), off: false });
}

/**
 * The next frame shows the maps that are in sight: said in the browser's own timeline, for whoever measures. Those out of
 * sight follow, a few a frame.
 */
function afterPaint(others) {
  const { reading } = state;
  requestAnimationFrame(() => setTimeout(() => {
    performance.mark('gatescope:painted');
    if (state.reading === reading) turns.add(others);
  }));
}
