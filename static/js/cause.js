/** Wires cause and effect: what each of its tabs shows, and what it asks the server. */

import { post, postForEvents } from './api.js';
import { find } from './dom.js';
import { createAblate } from './views/ablate.js';
import { createSwap } from './views/swap.js';
import { createTabs } from './views/tabs.js';
import { createWrite } from './views/write.js';

/**
 * @param {HTMLElement} container
 * @param {{explorer: any, api: string, events: {onStep: (step: number) => void, onUnit: (unit: number) => void}}} needs
 */
export function createCause(container, { explorer, api, events }) {
  const parts = {
    ablate: createAblate(find('#panel-ablate', container), {
      onUnit: (layer, unit) => (layer === explorer.state.view.layer ? events.onUnit(unit) : explorer.choose({ layer, unit })),
      onLook: explorer.look, onHolds: explorer.holding.set, load: (question) => post(`${api}/figures/ablate`, question),
    }),
    swap: createSwap(find('#panel-swap', container), {
      ...events, onLook: explorer.look, onText: explorer.readText, load: (question) => post(`${api}/figures/compare`, question),
    }),
    write: createWrite(find('#panel-write', container), {
      onLook: explorer.look, onText: explorer.readText, open: (question, signal) => postForEvents(`${api}/generate`, question, { signal }),
    }),
  };
  return createTabs(container, parts, { field: 'cause', onTab: (cause) => explorer.look({ cause }) });
}
