/**
 * Which moments are looked for, and where: read from the address and written there. Pure.
 *
 * As text: `name:value` with commas between them, as “by:pattern,steps:3-7,above:0.45”; what is missing or cannot be
 * used is as usual.
 *
 * @typedef {{by: 'moment' | 'pattern', of: 'layer' | 'units', signal: string | null, k: number, where: string,
 *   steps: [number, number] | null, above: number | null, before: boolean, without: number[]}} Settings
 *   `by` likeness to the selected moment, in all units `of` the layer or in the selected and pinned ones; or by a pattern.
 *   `signal` null: the cell, or hidden where there is none. `k` moments at most; `where`: LABELLED, OWN, UNNAMED or an index's name.
 *   Of a pattern: `steps` first and last, null: the playhead's; `above` null: as the page suggests; `before`: off just
 *   before; `without`: units that were taken out
 */

export const LABELLED = 'labelled';
// No index has such a name:
export const OWN = '~text'; // the reader's text, which no link holds
export const UNNAMED = '~index'; // one whose name is not known yet
export const MOST = [10, 25, 100];

/** name -> {usual value, parse: text -> value, or undefined where it is none, format} */
const FIELDS = {
  by: oneOf('moment', 'pattern'),
  of: oneOf('layer', 'units'),
  signal: { usual: null, parse: (text) => /^[a-z]+$/.exec(text)?.[0], format: String },
  k: { usual: MOST[0], parse: (text) => MOST.find((most) => String(most) === text), format: String },
  where: { usual: LABELLED, parse: (text) => ([OWN, UNNAMED].includes(text) ? text : /^[^~,]{1,64}$/.exec(text)?.[0]), format: (where) => where.replaceAll(',', ' ') },
  steps: { usual: null, parse: parseSteps, format: (steps) => steps.join('-') },
  above: { usual: null, parse: (text) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined), format: String },
  before: { usual: true, parse: (text) => ({ yes: true, no: false })[text], format: (on) => (on ? 'yes' : 'no') },
  without: { usual: [], parse: (text) => (/^\d+(\.\d+)*$/.test(text) ? text.split('.').map(Number) : undefined), format: (units) => units.join('.') },
};

/** @param {string | null} text @returns {Settings} */
export function parseAlike(text) {
  const said = new Map((text ?? '').split(',').map((part) => /** @type {[string, string]} */ (part.split(/:(.*)/s))));
  const valueOf = ([name, { usual, parse }]) => [name, parse(said.get(name) ?? '') ?? usual];
  return /** @type {any} */ (Object.fromEntries(Object.entries(FIELDS).map(valueOf)));
}

/** The text of these settings; null where all are as usual. @param {Settings} settings @returns {string | null} */
export function formatAlike(settings) {
  const parts = Object.entries(FIELDS)
    .filter(([name, { usual }]) => JSON.stringify(settings[name]) !== JSON.stringify(usual))
    .map(([name, { format }]) => `${name}:${format(settings[name])}`);
  return parts.join(',') || null;
}

/** The signal that is compared, among those of a layer: a state, for gates are none. @returns {string} */
export function stateOf({ signal }, names) {
  const states = statesOf(names);
  return states.includes(signal) ? signal : states[0];
}

/** What a layer remembers by: the cell, where it has one, and what it says. */
export function statesOf(names) {
  return ['cell', 'hidden'].filter((name) => names.includes(name));
}

/** The name of an index that is searched, '' where none is. */
export function indexOf({ where }) {
  return [LABELLED, OWN, UNNAMED].includes(where) ? '' : where;
}

/** The selected unit and the pinned ones. @returns {number[]} */
export function chosenUnits({ unit, pinned }) {
  return [...new Set([unit, ...pinned])].filter((each) => each !== null);
}

/** The first and the last step of the pattern: those that were chosen, as far as the text goes, else the playhead's. */
export function rangeOf({ steps }, step, count) {
  return steps && steps[0] < count ? [steps[0], Math.min(steps[1], count - 1)] : [step, step];
}

function oneOf(...words) {
  return { usual: words[0], parse: (text) => words.find((word) => word === text), format: String };
}

function parseSteps(text) {
  const [first, last] = (/^(\d{1,5})-(\d{1,5})$/.exec(text) ?? []).slice(1).map(Number);
  return first <= last ? [first, last] : undefined;
}
