/** One of the networks: its memory over the words, and what it expects after the word at the playhead. */

import { createChart } from '../chart.js';
import { el, setText } from '../dom.js';
import { limit, percent } from '../numbers.js';
import { mapPicture } from '../picture.js';
import { paperColours, sourceLine } from '../pictures.js';
import { guessWord, quoted, tokenWord } from '../words.js';

const MEMORIES = { cell: ['c', 'its memory cells'], hidden: ['h', 'its hidden state, all the memory it has'] };

/**
 * @param {string} name of the network
 * @param {{onStep: (step: number) => void, onUnit: (unit: number) => void, onModel: (name: string) => void}} events
 */
export function createReader(name, { onStep, onUnit, onModel }) {
  const [symbol, what] = [el('span', { class: 'sym' }), el('span', { class: 'muted' })];
  const explore = el('button', { type: 'button', class: 'link' }, 'Look inside');
  const map = el('div', { class: 'twin-map', role: 'group' });
  const guesses = el('p', { class: 'twin-guess num' });
  const root = el('section', { class: 'twin', 'data-model': name, 'aria-label': name },
    el('h3', { class: 'twin-head' }, el('b', {}, name), symbol, what, explore), map, guesses);
  const chart = createChart(map, { name: `gatescope-${name}`, onPoint, pictureOf });
  let shown = /** @type {any} */ (null);
  let isMine = false;

  explore.addEventListener('click', () => onModel(name));

  /** A unit of another network cannot be selected here: its word can. */
  function onPoint({ x, customdata }) {
    onStep(x);
    if (isMine) onUnit(customdata);
  }

  /** The map with its axes and its scale. */
  function pictureOf({ data, layout }) {
    const { signal, units } = shown.entry;
    const [words] = data[0].text;
    const named = { ...layout, xaxis: { ...layout.xaxis, tickvals: words.map((_, step) => step), ticktext: words } };
    const [letter, memory] = MEMORIES[signal];
    const said = { units, symbol: letter, scale: 'signed', title: `${name}: ${memory}`, notes: [sourceLine(name)] };
    return mapPicture({ data, layout: named }, said, paperColours());
  }

  /** @param {any} entry of the answer @param {any[]} tokens @param {string} current name of the network that is explored */
  function draw(entry, tokens, current) {
    shown = { entry, tokens };
    const [letter, words] = MEMORIES[entry.signal];
    setText(symbol, letter);
    setText(what, `${words}; colours reach ±${limit(entry.range)}`);
    map.setAttribute('aria-label', `${name}: ${words}, ${entry.units.length} units by ${tokens.length} words, heat map`);
    mine(current);
    chart.draw(entry.memory);
  }

  /** Whether this is the network that the page explores. */
  function mine(current) {
    isMine = current === name;
    explore.hidden = isMine;
  }

  function move(step) {
    const { entry, tokens } = shown;
    const next = tokens[step + 1];
    chart.mark(step - 0.5);
    guesses.replaceChildren(el('span', {}, 'after ', el('bdi', {}, step === 0 ? 'the start' : tokenWord(tokens[step])), ':'),
      ...entry.predictions[step].top.map((guess) => guessOf(guess, guess.id === next?.id)));
    guesses.setAttribute('aria-label', `${name} expects after ${quoted(tokens[step])}`);
  }

  return { name, root, draw, mine, move, destroy: chart.destroy };
}

function guessOf(guess, isHit) {
  return el('span', { class: isHit ? 'hit' : null }, el('bdi', {}, guessWord(guess)), ` ${isHit ? '✓ ' : ''}${percent(guess.probability)}`);
}
