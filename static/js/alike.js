/** Wires “Where else?”: what it asks the server, and what it does to the page. */

import { post } from './api.js';
import { formatQuery } from './url.js';
import { createAlike } from './views/alike.js';

/** @param {HTMLElement} container @param {{explorer: any, api: string, limits: {characters: number}}} needs */
export function createWhereElse(container, { explorer, api, limits }) {
  return createAlike(container, {
    limits: { characters: limits.characters, texts: 256 },
    load: ({ request }) => post(`${api}/similar`, request),
    loadValues: (question) => post(`${api}/trace`, { ...question, top_k: 0, encoding: 'base64' }),
    onLook: explorer.look,
    onText: explorer.readText,
    link: (change) => `?${formatQuery({ ...explorer.state.view, ...change })}`,
  });
}
