/**
 * The view of a probe <-> the address, by the names that app/pages/probe.py reads. Lists too long for a link are kept by
 * the tab instead, for a reload.
 */

import { LINK_LIMIT } from './url.js';

const KEY = 'gatescope-probe';
const PAUSE = 300; // ms: browsers limit how often an address may change

/**
 * @param {Location} location @param {History} history @param {Storage | null} storage of the tab; null: it keeps nothing
 * @param {(kept: 'link' | 'tab' | 'nowhere') => void} changed is told where the lists are kept
 */
export function createProbeAddress(location, history, storage, changed, later = setTimeout) {
  const base = location.origin + location.pathname;
  let view = /** @type {any} */ (null);
  let waiting = false;

  function rewrite() {
    waiting = false;
    const { with: having, without: lacking, ...rest } = view;
    const whole = `${base}?${formatProbe(view)}`;
    const fits = whole.length <= LINK_LIMIT;
    history.replaceState(null, '', fits ? whole : `${base}?${formatProbe(rest)}`);
    const kept = keep(storage, fits ? null : { with: having, without: lacking });
    if (fits) changed('link');
    else changed(kept ? 'tab' : 'nowhere');
  }

  /** Soon. */
  function write(next) {
    view = next;
    if (waiting) return;
    waiting = true;
    later(rewrite, PAUSE);
  }

  return { write };
}

/** The lists that the tab has kept, where the link has none: {with, without}, or {}. @param {string} search @param {Storage | null} storage */
export function keptLists(search, storage) {
  const query = new URLSearchParams(search);
  if (query.has('with') || query.has('without')) return {};
  try {
    const { with: having, without: lacking } = JSON.parse(storage?.getItem(KEY) ?? '{}');
    return typeof having === 'string' && typeof lacking === 'string' ? { with: having, without: lacking } : {};
  } catch {
    return {};
  }
}

/** The query of a view, without its question mark. */
export function formatProbe(view) {
  return new URLSearchParams(Object.entries(view).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]))).toString();
}

/** Returns whether the lists are kept; null forgets them. */
function keep(storage, lists) {
  try {
    if (lists) storage?.setItem(KEY, JSON.stringify(lists));
    else storage?.removeItem(KEY);
    return storage !== null;
  } catch {
    return false;
  }
}
