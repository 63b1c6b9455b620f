/**
 * The view <-> the address, by one table of fields. A reload, a shared link and a server-rendered page all read the
 * same names; the server checks the values.
 */

import { inForce } from './holds.js';

/** Fields that are what they say. */
const words = (...names) => names.map((name) => ({ name, parse: String, format: String }));

export const FIELDS = [
  ...words('text', 'model'),
  { name: 'layer', parse: Number, format: String },
  ...words('sort'),
  { name: 'show', parse: (value) => (value === 'all' ? null : Number(value)), format: (value) => String(value ?? 'all') },
  { name: 'unit', parse: (value) => (value === 'none' ? null : Number(value)), format: (value) => String(value ?? 'none') },
  { name: 'step', parse: Number, format: String },
  ...words('signal'),
  { name: 'pinned', parse: (value) => value.split(',').map(Number), format: (units) => units.join(',') },
  ...words('drawing', 'words', 'tab', 'whose', 'spans', 'a', 'b', 'filler'),
  { name: 'holds', parse: JSON.parse, format: JSON.stringify },
  ...words('look', 'cause', 'favoured', 'against', 'ablated', 'other', 'writing', 'alike'),
];

/** What a view has where its link does not say: left out of links, so that they stay short. */
const UNSAID = {
  pinned: '', drawing: 'cell', words: 'strip', tab: 'ledger', whose: 'unit', spans: 'longest',
  holds: '[]', look: 'held', cause: 'ablate', ablated: '0',
};

/** Longest address that every server we know of takes: HTTP parsers stop at 65,536 bytes for a request's first line. */
export const LINK_LIMIT = 60_000;
const ADDRESS_PAUSE = 300; // ms

/** The query of a view, without its question mark. */
export function formatQuery(view) {
  const query = new URLSearchParams();
  for (const { name, format } of FIELDS) {
    if (known(view[name], name) && format(view[name]) !== UNSAID[name]) query.set(name, format(view[name]));
  }
  return query.toString();
}

/** The fields that a query names: {text: …, unit: 37, …}. */
export function parseQuery(search) {
  const query = new URLSearchParams(search);
  return Object.fromEntries(FIELDS.filter(({ name }) => query.has(name)).map(({ name, parse }) => [name, parse(query.get(name))]));
}

/**
 * The browser's address, rewritten as the view changes. A view too long for a link leaves its text out of it.
 *
 * @param {Location} location @param {History} history
 */
export function createAddress(location, history, later = setTimeout) {
  const base = location.origin + location.pathname;
  let view = /** @type {any} */ (null);
  let waiting = false;

  /** The link to a view, or null where no server would take it. */
  function link(of) {
    const whole = `${base}?${formatQuery(of)}`;
    return whole.length <= LINK_LIMIT ? whole : null;
  }

  function rewrite() {
    waiting = false;
    history.replaceState(null, '', link(view) ?? link({ ...view, text: undefined }));
  }

  /** Soon: browsers limit how often an address may change. */
  function write(of) {
    view = of;
    if (waiting) return;
    waiting = true;
    later(rewrite, ADDRESS_PAUSE);
  }

  return { write, link };
}

/**
 * The path of a download of what is read, under the holds in force.
 *
 * @param {string} base @param {any} view @param {string} format @param {Record<string, any>} rows see shownRows; none: all
 */
export function exportPath(base, view, format, rows = {}) {
  const holds = inForce(view.holds);
  const held = holds.length ? { holds: JSON.stringify(holds), clip: 'true' } : {};
  return `${base}?${new URLSearchParams({ text: view.text, model: view.model, format, ...rows, ...held })}`;
}

/**
 * The rows of the page's maps as the API names them: layer, units, and by what they go. Null where nothing is read, or
 * another model than the view's. The units rise, as they do before the server sorts them for the page.
 */
export function shownRows(view, reading) {
  if (!reading || reading.model !== view.model || reading.layer !== view.layer) return null;
  const units = [...reading.units].sort((a, b) => a - b).join(',');
  const compared = view.sort === 'similarity' ? { unit: view.pinned[0] ?? view.unit } : {};
  const at = view.sort === 'value' ? { signal: view.signal, step: Math.min(view.step ?? Infinity, reading.steps - 1) } : {};
  return { layer: view.layer, units, sort: view.sort, ...compared, ...at };
}

function known(value, name) {
  return value !== undefined && (value !== null || name === 'show' || name === 'unit');
}
