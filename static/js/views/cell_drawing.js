/**
 * An LSTM cell as a conveyor belt: what it holds runs along the top, thinned by the forget gate, refilled by what is
 * written; below, the gates; at the right, what is shown. Wires are as thick as the numbers they carry.
 */

import { setText, svg } from '../dom.js';
import { head, label, sign, tanh, thin, tile, variable, wire } from '../drawing.js';
import { signed } from '../numbers.js';

const NARROW = 470; // px: from here on the gates' names find room
const LEAST = 344; // px: narrower, the whole drawing shrinks
const BELT = 58;
const WRITE = 126; // where i and g meet
const SHOW = 162; // where o and tanh c meet
const BEND = 12;
const TILE = 34; // px high
const END = 82; // from where tanh stands to the right edge: a tile, and room for a wire to be seen

const GATES = [['forget', 'f', 'forget'], ['input', 'i', 'input'], ['candidate', 'g', 'candidate'], ['output', 'o', 'output']];

/**
 * @param {number} room width in px
 * @returns {{element: any, width: number, height: number, spots: {name: string, x: number, y: number}[], handles: any[],
 *   show: (moment: any, look: any, inlet: string) => void}} `spots`: where the signs lie, and `handles`: the numbers of
 *   signals, {name, x, y, across, down}, all in px of the drawing
 */
export function createCellDrawing(room) {
  const at = placesFor(room);
  const wires = wiresAt(at);
  const tiles = tilesAt(at);
  const numbers = numbersAt(at);
  const inlet = label(2, at.inlet + 18, '', { look: 'quiet', anchor: 'start' });
  const element = svg('svg', { class: 'drawing', viewBox: `0 0 ${at.width} ${at.inlet + 24}`, role: 'img' },
    ...inletsAt(at), ...roots(wires), ...signsAt(at), ...roots(tiles), ...namesAt(at), ...Object.values(numbers), inlet);

  function show(moment, look, words) {
    for (const [name, each] of Object.entries(wires)) each.show(moment[name], look);
    for (const [name, each] of Object.entries(tiles)) each.show(moment[name], look);
    for (const [name, text] of Object.entries(numbers)) setText(text, signed(moment[name]));
    setText(inlet, words);
  }

  return { element, show, spots: spotsAt(at), handles: handlesAt(at), width: at.width, height: at.inlet + 24 };
}

/** Columns and levels: two arrangements, each stretched to the room there is. */
function placesFor(room) {
  const width = Math.max(LEAST, room);
  const narrow = width < NARROW;
  const [base, tileWidth, columns] = narrow ? [358, 52, [86, 182, 150, 214]] : [562, 58, [128, 268, 214, 322, 414]];
  const squash = width - END;
  const [forget, add, input, candidate, output = squash] = columns.map((x) => Math.round((x * width) / base));
  const levels = narrow ? { gates: 226, inlet: 288 } : { gates: 206, inlet: 268 };
  const ends = { left: tileWidth / 2 + 1, right: width - tileWidth / 2 - 1 };
  return { width, narrow, tileWidth, ...ends, ...levels, forget, add, input, candidate, squash, output };
}

function wiresAt(at) {
  const up = (x) => `M${x} ${at.gates}V`;
  const turn = (x, way) => `${up(x)}${WRITE + BEND}q0 ${-BEND} ${way * BEND} ${-BEND}H${at.add}`;
  const shown = at.output === at.squash ? SHOW : `${SHOW + BEND}q0 ${-BEND} ${BEND} ${-BEND}H${at.squash}`;
  return {
    forget: wire(`${up(at.forget)}${BELT}`, 'gate'),
    input: wire(turn(at.input, 1), 'gate'),
    candidate: wire(turn(at.candidate, -1)),
    output: wire(`${up(at.output)}${shown}`, 'gate'),
    written: wire(`M${at.add} ${WRITE}V${BELT}`),
    squashed: wire(`M${at.squash} 104V${SHOW}`),
    hidden: wire(`M${at.squash} ${SHOW}H${at.right}`),
    previous: wire(`M${at.left} ${BELT}H${at.forget}`),
    kept: wire(`M${at.forget} ${BELT}H${at.add}`),
    cell: wire(`M${at.add} ${BELT}H${at.right}M${at.squash} ${BELT}V104`),
  };
}

function tilesAt(at) {
  const signed = ['previous', 'cell', 'hidden', 'candidate'];
  const places = [['previous', at.left, BELT], ...handlesAt(at).map(({ name, x, y }) => [name, x, y])];
  return Object.fromEntries(places.map(([name, x, y]) => [
    name, tile(x, y, { width: at.tileWidth, height: TILE, scale: signed.includes(name) ? 'signed' : 'gate' }),
  ]));
}

/** The numbers of signals, which can be held. */
function handlesAt(at) {
  const places = [['cell', at.right, BELT], ['hidden', at.right, SHOW], ...GATES.map(([name]) => [name, at[name], at.gates])];
  return places.map(([name, x, y]) => ({ name, x, y, across: at.tileWidth, down: TILE }));
}

function numbersAt(at) {
  const middle = (WRITE + BELT) / 2 + 4;
  return {
    kept: label((at.forget + at.add) / 2, BELT - 20, '', { look: 'number' }),
    written: label(at.add + 17, middle, '', { look: 'number', anchor: 'start' }),
    squashed: label(at.squash - 15, 139, '', { look: 'number', anchor: 'end' }),
  };
}

function namesAt(at) {
  const quiet = { look: 'quiet' };
  return [
    variable(at.left, BELT - 27, 'c', 't−1'), variable(at.right, BELT - 27, 'c'), variable(at.right, SHOW - 27, 'h'),
    label((at.forget + at.add) / 2, BELT - 35, 'kept', quiet),
    label(at.add - 17, (WRITE + BELT) / 2 + 4, 'written', { ...quiet, anchor: 'end' }),
    ...GATES.map(([name, symbol, title]) => svg('text', { x: at[name] + 7, y: at.gates + 39 },
      svg('tspan', { class: 'variable' }, symbol), ...(at.narrow ? [] : [svg('tspan', { class: 'quiet', dx: 4 }, title)]))),
  ];
}

/** The thin lines through which the word and the hidden values of the word before reach the gates. */
function inletsAt(at) {
  const columns = GATES.map(([name]) => at[name]);
  return [
    thin(`M2 ${at.inlet}H${Math.max(...columns)}`),
    ...columns.flatMap((x) => [
      thin(`M${x} ${at.inlet}V${at.gates + 19}`), head(x, at.gates + 19, -1),
      svg('circle', { class: 'head', cx: x, cy: at.inlet, r: 2.5 }),
    ]),
  ];
}

function signsAt(at) {
  const kinds = { keep: 'times', add: 'plus', write: 'times', show: 'times' };
  return spotsAt(at).map(({ name, x, y }) => (kinds[name] ? sign(kinds[name], x, y).root : tanh(x, y)));
}

function spotsAt(at) {
  return [
    { name: 'keep', x: at.forget, y: BELT }, { name: 'add', x: at.add, y: BELT }, { name: 'write', x: at.add, y: WRITE },
    { name: 'squash', x: at.squash, y: 104 }, { name: 'show', x: at.squash, y: SHOW },
  ];
}

function roots(parts) {
  return Object.values(parts).map((part) => part.root);
}
