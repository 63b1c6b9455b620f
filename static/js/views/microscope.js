/** One cell at one moment, for each kind of layer: a drawing with live numbers, what happens in words, a table. */

import * as cell from '../cell_moment.js';
import * as neuron from '../neuron_moment.js';
import { createCellDrawing } from './cell_drawing.js';
import { createNeuronDrawing } from './neuron_drawing.js';
import { createScope } from './scope.js';

/** How a kind of layer is computed, said and drawn. Other kinds have no drawing yet. */
const KINDS = { lstm: { ...cell, draw: createCellDrawing }, rnn: { ...neuron, draw: createNeuronDrawing } };

/**
 * @param {HTMLElement[]} containers one for each kind of layer
 * @param {{onStepUnit: (rows: number) => void, onPin: (unit: number) => void, onDrawing: (drawing: string) => void,
 *   onHold: (signal: string) => void}} events
 */
export function createMicroscope(containers, events) {
  const scopes = new Map();
  for (const container of containers) {
    const kind = container.closest('.maps').getAttribute('data-kind');
    container.hidden = !KINDS[kind];
    if (KINDS[kind]) scopes.set(kind, createScope(container, { kind, ...KINDS[kind] }, events));
  }
  return {
    update: (scene) => scopes.get(scene.reading.kind)?.update(scene),
    move: (scene) => scopes.get(scene.reading.kind)?.move(scene),
    destroy: () => scopes.forEach((scope) => scope.destroy()),
  };
}
