/** Wires memory through time: what each of its tabs shows, and what it asks the server. */

import { createTabs } from './views/tabs.js';

/**
 * @param {HTMLElement} container
 * @param {{explorer: any, api: string, events: {onStep: (step: number) => void, onUnit: (unit: number) => void}}} needs
 */
export function createThrough(container, { explorer }) {
  const parts = {};
  return createTabs(container, parts, { onTab: (tab) => explorer.look({ tab }) });
}
