/**
 * Episodes of a unit's memory as sentences: every number in them is the trace's. Pure.
 *
 * A sentence is a list of pieces: plain text, and {word} for what the reader typed, which a page isolates from the
 * direction of the text around it.
 *
 * @typedef {string | {word: string}} Piece
 * @typedef {import('./episodes.js').Episode} Episode
 * @typedef {import('./episodes.js').Lines} Lines
 */

import { count, percent, signed } from './numbers.js';
import { quoted } from './words.js';

const TOLD = 2; // writes within an episode that are named one by one
const EFFECTS = { added: 'added to', lessened: 'lessened', turned: 'turned over' };

/** @param {Episode} episode @param {Lines} lines @param {any[]} tokens @returns {Piece[]} */
export function episodeWords(episode, lines, tokens) {
  const { open, amount } = episode;
  return [
    'Opened at ', word(tokens[open]), ` (i = ${lines.input[open].toFixed(2)}, wrote ${signed(amount)})`,
    ...heldWords(episode), ...writesWords(episode.writes, tokens), '; ', ...endWords(episode, lines, tokens), '.',
  ];
}

/** What holds of a unit over the whole text and no single episode says; empty where there is nothing to add. */
export function habitWords(episodes, { most, least, adds }) {
  if (!episodes.length) return `It writes nothing of note on this text: the most that enters its belt at a word, |i · g|, is ${most.toFixed(2)}.`;
  if (!adds || episodes[0].writes.length === 0) return '';
  return `It only ever adds on this text: its forget gate lets nothing go (f ≥ ${atLeast(least)}), and whatever it writes in amounts of 0.10 or more is ${adds > 0 ? 'positive' : 'negative'}.`;
}

function heldWords({ open, last, least }) {
  const words = last - open;
  if (words === 0) return [];
  return [`; held ${count(words, 'word')} (f ${words === 1 ? `= ${least.toFixed(2)}` : `≥ ${atLeast(least)}`})`];
}

function writesWords(writes, tokens) {
  const told = writes.slice(0, TOLD).flatMap(({ step, amount, effect }) => [`, ${EFFECTS[effect]} at `, word(tokens[step]), ` (${signed(amount)})`]);
  const more = writes.length - TOLD;
  return more > 0 ? [...told, ` and written to at ${count(more, 'more word')}`] : told;
}

function endWords({ open, last, end, left, writes }, lines, tokens) {
  if (end === 'held') return [last === open ? 'the text ends there' : 'still held at the end'];
  const next = last + 1;
  const place = last === open ? ['at the next word, ', word(tokens[next])] : ['at ', word(tokens[next])];
  if (end === 'dropped') return ['dropped ', ...place, ` (f = ${lines.forget[next].toFixed(2)})`];
  return ['faded ', ...place, ` (${percent(left)} ${writes.length ? 'of the latest write ' : ''}left)`];
}

function word(token) {
  return { word: quoted(token) };
}

/** A bound that holds as it is written: rounded down. */
function atLeast(value) {
  return (Math.floor(value * 100 + 1e-9) / 100).toFixed(2);
}
