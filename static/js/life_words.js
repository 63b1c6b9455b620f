/** How long a unit remembers and how lively it is on this text, in words. Pure. */

import { count } from './numbers.js';

/** @param {{reading: any, view: any, model: any}} scene with a selected unit that is among the rows */
export function lifeWords({ reading, view, model }) {
  const row = reading.row(view.unit);
  const memory = reading.kind === 'lstm' ? `${memoryWords(reading.halfLife[row])} ` : '';
  return memory + livelinessWords(reading.liveliness[row], Math.max(...reading.liveliness), model.units);
}

/** @param {number | null} halfLife in words; null: longer than the text can tell */
function memoryWords(halfLife) {
  if (halfLife === null) return 'Its memory lasts longer than this text can tell.';
  return `Half of what it holds is gone after ${halfLife < 10 ? halfLife.toFixed(1) : Math.round(halfLife)} words, on average here.`;
}

/** Liveliness is the standard deviation of h; the liveliest unit of a layer is always among the rows. */
function livelinessWords(own, most, units) {
  if (own === most) return `The liveliest of ${count(units, 'unit')}: its h varies by ${own.toFixed(2)} about its mean.`;
  return `Its h varies by ${own.toFixed(2)} about its mean; the liveliest of ${count(units, 'unit')} does by ${most.toFixed(2)}.`;
}
