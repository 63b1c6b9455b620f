/**
 * What every view is given: the reading, the view, and what follows from the two. Pure.
 *
 * A scene is {reading, view, peek, model, table, signal}: `model` {name, kind, layers, units, suggested, sentence, names};
 * `table`: the signals that this kind of layer has, as the page orders them; `signal`: the one that colours the words;
 * `ready`: whether the selected unit is among the rows, so that it has values. The step lies within the reading, also while
 * another text, for which it was chosen, is still being read.
 */

import { inBrackets, nameOf } from './names.js';
import { written } from './numbers.js';
import { quoted } from './words.js';

/** @param {any} state of the explorer @param {any} model @param {Record<string, any[]>} signals by kind */
export function sceneOf({ reading, view: wanted, peek }, model, signals) {
  const view = { ...wanted, step: Math.min(wanted.step ?? Infinity, reading.steps - 1) };
  const table = signals[reading.kind];
  const signal = table.find((each) => each.name === view.signal) ?? table.at(-1);
  const ready = view.unit !== null && reading.row(view.unit) >= 0;
  return { reading, view, peek, model: { ...model, kind: reading.kind }, table, signal, ready };
}

/** What a screen reader hears after a move within a map: “said”, unit 37: forget gate 0.98, cell −0.74. */
export function spoken({ reading, view, model, table, ready }, name) {
  if (!ready) return '';
  const value = (each) => written(each.scale, reading.value(each.name, view.unit, view.step));
  const [here, cell] = [name, 'cell'].map((wanted) => table.find((each) => each.name === wanted));
  const also = cell && here !== cell ? `, cell ${value(cell)}` : '';
  return `${quoted(reading.tokens[view.step])}, unit ${view.unit}${inBrackets(nameOf(model, reading.layer, view.unit))}: ${here.title} ${value(here)}${also}`;
}
