/** Wires the counter's part: what it asks the server, and what its field types. */

import { post } from './api.js';
import { createCount } from './views/counter.js';

/**
 * @param {HTMLElement} container
 * @param {{explorer: any, api: string, limits: {characters: number, tokens: number}, onStep: (step: number) => void}} needs
 */
export function createCounter(container, { explorer, api, limits, onStep }) {
  return createCount(container, {
    onStep, limits, onText: explorer.readText, load: (question) => post(`${api}/figures/count`, question),
  });
}
