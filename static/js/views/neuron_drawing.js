/** A simple recurrent neuron: what it says goes in again at the next word, added to everything else. */

import { setText, svg } from '../dom.js';
import { head, label, sign, tanh, thin, tile, variable, wire } from '../drawing.js';

const LEAST = 344; // px: narrower, the whole drawing shrinks
const LINE = 104;
const LOOP = 34;
const INLET = 190;
const BEND = 12;
const TILE = { width: 58, height: 34, scale: 'signed' };

/** The same interface as the drawing of a cell. @param {number} room width in px */
export function createNeuronDrawing(room) {
  const width = Math.max(LEAST, room);
  const at = { left: 30, right: width - 30, add: Math.round(width * 0.42), squash: Math.round(width * 0.65) };
  const wires = { previous: wire(`M${at.left} ${LINE}H${at.add}`), hidden: wire(`M${at.squash} ${LINE}H${at.right}`) };
  const tiles = { previous: tile(at.left, LINE, TILE), hidden: tile(at.right, LINE, TILE) };
  const inlet = label(2, INLET + 18, '', { look: 'quiet', anchor: 'start' });
  const spots = [{ name: 'sum', x: at.add, y: LINE }, { name: 'squash', x: at.squash, y: LINE }];
  const element = svg('svg', { class: 'drawing', viewBox: `0 0 ${width} ${INLET + 24}`, role: 'img' },
    ...linesAt(at), wires.previous.root, wires.hidden.root, sign('plus', at.add, LINE).root, tanh(at.squash, LINE),
    tiles.previous.root, tiles.hidden.root, ...namesAt(at), inlet);

  function show(moment, look, words) {
    for (const name of ['previous', 'hidden']) {
      wires[name].show(moment[name], look);
      tiles[name].show(moment[name], look);
    }
    setText(inlet, words);
  }

  const handles = [{ name: 'hidden', x: at.right, y: LINE, across: TILE.width, down: TILE.height }];
  return { element, show, spots, handles, width, height: INLET + 24 };
}

/** The thin lines: the loop, the inlet, and the sum on its way to tanh. */
function linesAt({ left, right, add, squash }) {
  const [top, bottom] = [LOOP + BEND, LINE - 19];
  return [
    thin(`M${right} ${bottom}V${top}q0 ${-BEND} ${-BEND} ${-BEND}H${left + BEND}q${-BEND} 0 ${-BEND} ${BEND}V${bottom - 4}`),
    head(left, bottom, 1),
    thin(`M2 ${INLET}H${add - BEND}q${BEND} 0 ${BEND} ${-BEND}V${LINE + 17}`), head(add, LINE + 15, -1),
    thin(`M${add} ${LINE}H${squash}`),
  ];
}

function namesAt({ left, right, add, squash }) {
  return [
    label((left + right) / 2, LOOP - 9, 'goes in again at the next word', { look: 'quiet' }),
    label((add + squash) / 2, LINE - 9, 'sum', { look: 'quiet' }),
    variable(left, LINE + 36, 'h', 't−1'), variable(right, LINE + 36, 'h'),
  ];
}
