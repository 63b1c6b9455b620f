/**
 * How a network counts, in words. Pure.
 *
 * An answer is that of `POST /figures/count`: {unit, tokens, count, cell, more, end, up, down, wrong, counted}.
 */

import { count, percent, signed, tick } from './numbers.js';
import { number, word } from './pieces.js';

const EVEN = 0.05; // a step that strays less from its mean needs no spread beside it
const FULL = /^(a+)X(b+)$/;

/** The n of a text aⁿ X bⁿ, or null where it is none. @param {string} text */
export function lengthOf(text) {
  const [, up, down] = FULL.exec(text) ?? [null, '', ''];
  return up && up.length === down.length ? up.length : null;
}

/** The text aⁿ X bⁿ. @param {number} n */
export function textOf(n) {
  return `${'a'.repeat(n)}X${'b'.repeat(n)}`;
}

/** The longest n whose text the server reads; the start is a token, too. @param {{characters: number, tokens: number}} limits */
export function longest({ characters, tokens }) {
  return Math.floor((Math.min(characters, tokens - 1) - 1) / 2);
}

/** How the cell moves at the letters, and what the network expects at a step. */
export function countLead(answer, step) {
  const { unit, up, down, tokens, cell, count: counts, more, end } = answer;
  const ways = [['a', up], ['b', down]].filter(([, found]) => found);
  const moves = ways.flatMap(([letter, found], n) => [n ? ' and at each “' : 'At each “', word(letter), n ? '” by ' : `” the cell of unit ${unit} changes by `, number(found.mean), ...spreadOf(found)]);
  return [
    ...(moves.length ? [...moves, '. '] : []),
    ...placeOf(tokens, step), ' it is ', number(cell[step]), `; the count is ${tick(counts[step])}. As the next letter the network gives “`, word('b'),
    `” ${percent(more[step])}, and the end of the string ${percent(end[step])}.`,
  ];
}

/** Whether it reads this string without a mistake, how far it was trained and how far it is right. */
export function countNote({ tokens, count: counts, wrong, counted }) {
  return [verdict(tokens, counts, wrong), trained(counted)].filter(Boolean).join(' ');
}

function verdict(tokens, counts, wrong) {
  if (!tokens.some(({ text }) => text === 'X')) return '';
  if (wrong.length) return `In this string it expects the wrong letter ${count(wrong.length, 'time')}, first after letter ${wrong[0]}.`;
  const over = Math.min(...counts) < 0 ? ' as long as the string could go on' : '';
  return `In this string it expects the right letter every time from the X on${over}.`;
}

function trained({ trained_to: to, perfect_to: perfect, first_failure: failure, tried_to: tried }) {
  const end = failure === null ? `; longer ones than ${tried} were not tried` : ` and wrong at ${failure}`;
  return `It was trained on strings up to n = ${to}, and is right in every one up to n = ${perfect}${end}.`;
}

/** The spread of a step, where it strays from its mean. */
function spreadOf({ mean, spread, times }) {
  return times > 1 && spread > EVEN * Math.abs(mean) ? [` (± ${spread.toFixed(2)})`] : [];
}

/** After which letter of its kind a step is: “b” no. 7. */
function placeOf(tokens, step) {
  if (step === 0) return ['At the start'];
  const { text } = tokens[step];
  const all = tokens.filter((token) => token.text === text).length;
  const place = tokens.slice(1, step + 1).filter((token) => token.text === text).length;
  return ['After “', word(text), all > 1 ? `” no.\u00a0${place}` : '”'];
}

/** A row for each letter. */
export function countTable({ unit, tokens, count: counts, cell, more, end }) {
  const columns = [
    { name: 'count', say: (step) => tick(counts[step]) }, { name: `cell of unit ${unit}`, say: (step) => signed(cell[step]) },
    { name: 'p(b)', say: (step) => percent(more[step]) }, { name: 'p(end)', say: (step) => percent(end[step]) },
  ];
  return {
    title: 'The count, the cell that holds it, and what is expected next', corner: 'letter',
    columns: columns.map(({ name }) => name),
    rows: tokens.map(({ text }, step) => ({ word: step ? `${step} ${text}` : 'start' })),
    cell: (step, column) => columns[column].say(step),
  };
}
