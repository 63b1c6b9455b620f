/** Wires “Where else?”: what it asks the server, and what it does to the page. */

import { post } from './api.js';
import { formatQuery } from './url.js';
import { createAlike } from './views/alike.js';

const MOST_TEXTS = 256; // in one request

/**
 * @param {HTMLElement} container
 * @param {{explorer: any, start: {api: string, limits: {characters: number}, properties: Record<string, string>}}} needs `start`
 *   of the page; `properties`: what each says of a moment of which it is true
 */
export function createWhereElse(container, { explorer, start: { api, limits, properties } }) {
  return createAlike(container, {
    limits: { characters: limits.characters, texts: MOST_TEXTS },
    properties,
    load: ({ request }) => post(`${api}/similar`, request),
    loadValues: (question) => post(`${api}/trace`, { ...question, top_k: 0, encoding: 'base64' }),
    onLook: explorer.look,
    onText: explorer.readText,
    link: (change) => `?${formatQuery({ ...explorer.state.view, ...change })}`,
  });
}
