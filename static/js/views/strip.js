/** The words: a tile each, coloured by a signal of the selected unit; its surprise; the guess for the next word. */

import { el, find, onWithin, setStyle, setText } from '../dom.js';
import { inkOn, mix, position, readStops } from '../colours.js';
import { nameOf } from '../names.js';
import { percent, written } from '../numbers.js';
import { guessWord, isEnd, isStart, isUnknown, quoted, tokenWord } from '../words.js';

const MANY = 27; // more columns than this scroll sideways
const MOST_BITS = 14; // a bar of this much surprise is as high as its lane
const BAR = 30; // px
const MOST_PARTS = 4; // tokens that a character can take, one for each of its bytes
const UNKNOWN = 'not in its vocabulary: it reads its unknown token';
const LONG = 8; // letters; longer words get a title, for their tile may cut them

/** @param {HTMLElement} container @param {{onStep: (step: number) => void}} events */
export function createStrip(container, { onStep }) {
  const lanes = ['tiles', 'surprise', 'guess'].map((name) => find(`.${name} .area`, container));
  const label = find('.tile-label', container);
  const columns = [];
  let selected = /** @type {any} */ (null);

  onWithin(lanes[0], 'click', '.tile', (tile) => onStep(Number(tile.dataset.step)));
  lanes[0].addEventListener('keydown', (event) => {
    const step = nextStep(event.key, Number(event.target.closest('.tile')?.dataset.step), columns.length - 1);
    if (step === null) return;
    event.preventDefault();
    onStep(step);
    columns[step].tile.focus();
  });

  function fit(count) {
    while (columns.length < count) columns.push(createColumn(columns.length, lanes));
    while (columns.length > count) Object.values(columns.pop().roots).forEach((root) => root.remove());
  }

  /** @param {any} scene @param {number} from the first column that is another than before */
  function update({ reading, view, model, signal, ready }, from = 0) {
    if (view.words !== 'strip') return;
    const stops = readStops(signal.scale);
    const values = ready ? reading.line(signal.name, view.unit) : null;
    setText(label, view.unit === null ? 'no unit is selected' : `unit ${view.unit}, ${signal.title}`);
    label.title = nameOf(model, reading.layer, view.unit)?.full ?? '';
    container.classList.toggle('many', reading.steps > MANY);
    fit(reading.steps);
    columns.slice(from).forEach((column, n) => {
      const step = from + n;
      paintTile(column, reading.tokens[step], model);
      paintColour(column, values && mix(stops, position(signal.scale, values[step], reading.range)));
      paintPrediction(column, reading, step);
      describe(column, reading, step, model, values && `, ${signal.title} ${written(signal.scale, values[step])}`);
      select(column, step === view.step);
    });
    selected = columns[view.step];
  }

  /** A word more: only the last columns are others, as many as a character has parts, and the one before them. */
  function grow(scene) {
    update(scene, Math.max(0, scene.reading.steps - 1 - MOST_PARTS));
  }

  /** The selected column alone: two are touched, however many words there are. */
  function move({ view }) {
    if (view.words !== 'strip') return;
    select(selected, false);
    selected = columns[view.step];
    select(selected, true);
  }

  function reveal(step) {
    const tile = columns[step]?.tile;
    if (!tile || container.scrollWidth <= container.clientWidth) return;
    const [from, to] = [tile.offsetLeft, tile.offsetLeft + tile.offsetWidth];
    if (from - 120 < container.scrollLeft || to > container.scrollLeft + container.clientWidth) {
      container.scrollLeft = (from + to - container.clientWidth) / 2;
    }
  }

  return { update, grow, move, reveal, destroy: () => fit(0) };
}

function createColumn(step, lanes) {
  const word = el('bdi');
  const part = el('span', { class: 'part', 'aria-hidden': 'true' });
  const tile = el('button', { type: 'button', class: 'tile', 'data-step': step }, word, part);
  const bits = el('span');
  const bar = el('i');
  const surprise = el('div', { class: 'bits' }, bits, bar);
  const guess = el('bdi');
  const chance = el('small', { class: 'num' });
  const ghost = el('small', { class: 'ghost num' });
  const guessed = el('div', { class: 'guessed' }, guess, chance, ghost);
  [tile, surprise, guessed].forEach((root, n) => lanes[n].append(root));
  return { tile, word, part, bits, bar, surprise, guess, chance, ghost, guessed, roots: { tile, surprise, guessed } };
}

function paintTile({ tile, word, part }, token, { unknown }) {
  const text = tokenWord(token);
  setText(word, text);
  setText(part, token.part ? `${token.part[0]}/${token.part[1]}` : '');
  tile.classList.toggle('start', isStart(token));
  tile.classList.toggle('unknown', isUnknown(token, unknown));
  tile.title = isUnknown(token, unknown) ? UNKNOWN : text.length > LONG ? text : '';
  setStyle(word, { '--letters': String(text.length) });
}

/** Without a unit, or while its values are read, the tiles are blank paper. */
function paintColour({ tile }, colour) {
  tile.classList.toggle('blank', !colour);
  setStyle(tile, colour ? { background: `rgb(${colour.join(' ')})`, color: inkOn(colour) } : { background: '', color: '' });
}

/** A network without predictions has no such lanes. */
function paintPrediction({ bits, bar, guess, chance, ghost, guessed }, reading, step) {
  if (!reading.predictions) return;
  const { surprisal, top } = reading.predictions[step];
  setText(bits, surprisal === null ? '' : surprisal.toFixed(1));
  bar.hidden = surprisal === null;
  if (surprisal !== null) setStyle(bar, { height: `${(Math.min(1, surprisal / MOST_BITS) * BAR).toFixed(1)}px` });
  setText(guess, guessWord(top[0]));
  setText(chance, percent(top[0].probability));
  paintGhost(ghost, top[0], reading.original?.predictions[step].top[0]);
  guessed.classList.toggle('hit', reading.tokens[step + 1]?.id === top[0].id);
}

/** The guess as it is without holds, where it is another one. */
function paintGhost(ghost, now, before) {
  ghost.hidden = !before || before.id === now.id;
  if (!ghost.hidden) setText(ghost, `was ${guessWord(before)}`);
}

function select({ tile, surprise, guessed }, on) {
  tile.setAttribute('aria-pressed', String(on));
  tile.tabIndex = on ? 0 : -1;
  surprise.classList.toggle('on', on);
  guessed.classList.toggle('on', on);
}

function describe({ tile }, reading, step, { unknown }, value) {
  const token = reading.tokens[step];
  const foreign = isUnknown(token, unknown) ? `, ${UNKNOWN}` : '';
  tile.setAttribute('aria-label', `${quoted(token)}${foreign}${value ?? ''}${expectations(reading.predictions?.[step])}`);
}

/** How surprised it was and what it expects next, for a screen reader; nothing of a network that predicts nothing. */
function expectations(prediction) {
  if (!prediction) return '';
  const { surprisal, top } = prediction;
  const bits = surprisal === null ? '' : `, surprise ${surprisal.toFixed(1)} bits`;
  const guess = isEnd(top[0]) ? 'the end of the paragraph' : `“${guessWord(top[0])}”`;
  return `${bits}; its guess for the next word: ${guess}, ${percent(top[0].probability)}`;
}

function nextStep(key, step, last) {
  const steps = { ArrowRight: Math.min(last, step + 1), ArrowLeft: Math.max(0, step - 1), Home: 0, End: last };
  return steps[key] ?? null;
}
