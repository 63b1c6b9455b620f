/** The name of a unit as an element beside its number: a link to what it knows, or plain text within a list. */

import { el, setText } from './dom.js';
import { nameOf, unitsPath } from './names.js';

/** Show the name of the selected unit in a link; hide the link where it has none. @param {any} link @param {any} scene */
export function showName(link, { model, reading, view, ready }) {
  const name = ready ? nameOf(model, reading.layer, view.unit) : null;
  link.hidden = !name;
  if (!name) return;
  setText(link, name.short);
  link.title = `${name.full}: what unit ${view.unit} knows`;
  link.href = unitsPath(model.name, reading.layer, view.unit);
}

/** The name of any unit, or nothing: children for a list. @param {import('./names.js').Name | null} name */
export function nameTag(name) {
  return name ? [el('span', { class: 'unit-name', title: name.full }, name.short)] : [];
}
