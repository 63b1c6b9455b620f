/**
 * The state of a chapter's figure as its address has it: the fields that differ from the chapter's own. Pure.
 *
 * @typedef {Record<string, string>} Asked
 */

const APART = ['view']; // of the address, but not of the figure

/** @param {string} search @returns {Asked} */
export function askedOf(search) {
  return Object.fromEntries([...new URLSearchParams(search)].filter(([name]) => !APART.includes(name)));
}

/** The address of a state, on the same page. @param {string} search of the page as it is @param {Asked} asked */
export function addressOf(search, asked) {
  const apart = [...new URLSearchParams(search)].filter(([name]) => APART.includes(name));
  const query = new URLSearchParams([...Object.entries(asked), ...apart]).toString();
  return query ? `?${query}` : '';
}

/** The state after some fields have changed: an empty one is asked for no more. @param {Asked} asked @param {Record<string, unknown>} change */
export function withChange(asked, change) {
  const next = { ...asked, ...Object.fromEntries(Object.entries(change).map(([name, value]) => [name, String(value ?? '')])) };
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== ''));
}
