/**
 * The names that units have earned, beside their numbers. Pure. A model has `names` {layer: {unit: [label]}}, of those units
 * that know something, what they do most with first (app/knowledge/units.py).
 */

/** @typedef {{short: string, full: string}} Name `short` fits a line: the first label, and how many more there are */

/** @param {{names?: Record<string, Record<string, string[]>>}} model @param {number} layer @param {number | null} unit @returns {Name | null} */
export function nameOf({ names = {} }, layer, unit) {
  const labels = names[layer]?.[String(unit)];
  if (!labels?.length) return null;
  const more = labels.length - 1;
  return { short: more ? `${labels[0]} +${more}` : labels[0], full: labels.join(', ') };
}

/** A name behind a number, within a sentence or a label: " (subject’s gender)"; nothing where there is none. */
export function inBrackets(name) {
  return name ? ` (${name.short})` : '';
}

/** The page on what units know, with one selected. */
export function unitsPath(model, layer, unit) {
  return `units?${new URLSearchParams({ model, layer: String(layer), unit: String(unit) })}`;
}
