/** One copy of the network, small: what it holds comes in at the left and leaves at the right; so does what it says. */

import { el, svg } from '../dom.js';
import { head, label, sign, tanh, thin, tile, wire } from '../drawing.js';
import { signed } from '../numbers.js';
import { isStart, tokenWord } from '../words.js';

export const WIDTH = 140; // px of a copy
const BELT = 48;
const SHOW = 92; // where o and tanh c meet
const SAID = 148; // level of the thin line on which h goes from copy to copy
const RADIUS = 11;
const TILE = { width: 42, height: 22, scale: 'signed' };
const [KEEP, WORD, ADD, OUTPUT, END] = [36, 57, 78, 90, 113]; // columns

const DRAWINGS = { lstm: { draw: drawCell, height: 168 }, rnn: { draw: drawNeuron, height: 104 } };

/**
 * @param {{kind: string, token: any, step: number, steps: number, moment: any, look: any, said: string}} what `said`: the moment in words
 * @returns {HTMLElement} an option of the list of copies
 */
export function createCopy({ kind, token, step, steps, moment, look, said }) {
  const { draw, height } = DRAWINGS[kind];
  const drawing = svg('svg', { class: 'drawing', viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, 'aria-hidden': 'true' },
    svg('rect', { class: 'body', x: 5, y: 4, width: WIDTH - 10, height: height - 8, rx: 8 }),
    ...draw(moment, look, { first: step === 0, last: step === steps - 1 }));
  const word = el('bdi', { class: isStart(token) ? 'start' : 'word' }, tokenWord(token));
  return el('div', { role: 'option', class: 'copy', id: `copy-${step}`, 'data-step': step, 'aria-label': said,
    'aria-posinset': step + 1, 'aria-setsize': steps }, drawing, word);
}

function drawCell(moment, look, { first, last }) {
  const carry = (d, name) => shown(wire(d), moment[name], look);
  const meet = (kind, x, y, scale, name) => shown(sign(kind, x, y, RADIUS), scale, moment[name], look);
  return [
    thin(`M${WORD} 168V${SAID}M${first ? KEEP : 0} ${SAID}H${OUTPUT}V${SHOW}H${END}M${KEEP} ${SAID}V${BELT + 16}M${ADD} ${SAID}V${BELT + 16}`),
    head(KEEP, BELT + 13, -1), head(ADD, BELT + 13, -1),
    ...(last ? [] : [thin(`M${END} ${SHOW}V${SAID}H${WIDTH}`)]),
    ...(first ? [] : [carry(`M0 ${BELT}H${KEEP}`, 'previous')]),
    carry(`M${KEEP} ${BELT}H${ADD}`, 'kept'), carry(`M${END} ${BELT}V${SHOW}`, 'squashed'), carry(`M${END} ${SHOW}V122`, 'hidden'),
    carry(`M${ADD} ${BELT}H${WIDTH}`, 'cell'),
    meet('times', KEEP, BELT, 'gate', 'forget'), meet('plus', ADD, BELT, 'signed', 'written'), meet('times', END, SHOW, 'gate', 'output'),
    shown(tile(END, 124, TILE), moment.hidden, look),
    label(KEEP - 5, SHOW + 4, moment.forget.toFixed(2), { anchor: 'end' }), label(ADD - 4, SHOW + 4, signed(moment.written), { anchor: 'end' }),
    label(END - 4, BELT - 21, signed(moment.cell), { look: 'number' }),
  ];
}

function drawNeuron(moment, look, { first }) {
  return [
    thin(`M${WORD} 104V${BELT + 16}`), head(WORD, BELT + 15, -1),
    ...(first ? [] : [shown(wire(`M0 ${BELT}H${WORD}`), moment.previous, look)]),
    shown(wire(`M${WORD} ${BELT}H${WIDTH}`), moment.hidden, look),
    tanh(WORD, BELT), shown(tile(END - 4, BELT, TILE), moment.hidden, look),
  ];
}

/** A part that shows a value, as an element. */
function shown(part, ...value) {
  part.show(...value);
  return part.root;
}
