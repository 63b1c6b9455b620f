/**
 * Which units the page shows, and in which order. Pure.
 *
 * A view is {model, show, search, sort, layer, unit}, as app/pages/units.py reads it: `show` 'named' | 'none' | 'all' | a
 * property; `sort` 'auc' | 'effect' | 'unit' | 'life'; `unit` null: none is selected. An answer is that of `GET /units`.
 * A row is a unit with its lines, one for each name that it has earned, or one for what it tells best.
 *
 * @typedef {{property: string, label: string, named: boolean, nameable: boolean, auc: number, band: number[], effect: number | null,
 *   interval: number[] | null, rank: number | null, signal: string | null}} Line
 * @typedef {{layer: number, unit: number, lines: Line[], half_life: number | null, saturation: any, selected: boolean}} Row
 */

const FIELDS = { show: 'named', search: '', sort: 'auc', layer: 0, unit: null };

/** The query of a view; what it has anyway is left out. */
export function queryOf(view) {
  const query = new URLSearchParams({ model: view.model });
  for (const [name, usual] of Object.entries(FIELDS)) if (view[name] !== usual) query.set(name, String(view[name]));
  return query.toString();
}

/** The property that is drawn: the one shown, else the first name of the selected unit, else the first that anybody has. */
export function drawnProperty({ units, properties }, view) {
  if (properties.some(({ property }) => property === view.show)) return view.show;
  const chosen = units.find((each) => isSelected(each, view))?.knows[0]?.property;
  const isNamed = ({ property }) => units.some(({ knows }) => knows.some((known) => known.property === property));
  return chosen ?? (properties.find(isNamed) ?? properties[0]).property;
}

/** @returns {Row[]} */
export function rowsOf(answer, view, words) {
  const of = answer.properties.some(({ property }) => property === view.show) ? view.show : null;
  const tracked = new Set(answer.tracks.filter(({ property }) => property === of).map(({ layer, unit }) => `${layer} ${unit}`));
  const rows = answer.units.map((each, index) => ({ ...each, selected: isSelected(each, view), lines: linesOf(answer, index, of, words) }));
  const isShown = {
    named: ({ knows }) => knows.length > 0,
    none: ({ knows }) => knows.length === 0,
    all: () => true,
  }[view.show] ?? (({ layer, unit, knows }) => knows.some(({ property }) => property === of) || tracked.has(`${layer} ${unit}`));
  const isFound = finderOf(view.search);
  return rows.filter((row) => (isShown(row) && isFound(row)) || (row.selected && !view.search)).sort(orderOf(view.sort));
}

/** What a unit knows, `of` first; where it has not earned `of`, or nothing at all, how well it tells that all the same. */
function linesOf(answer, index, of, words) {
  const named = answer.units[index].knows.map((known) => ({ ...known, label: words[known.property].label, named: true, nameable: true, interval: known.effect_interval }));
  const first = named.filter(({ property }) => property === of);
  const rest = named.filter(({ property }) => property !== of);
  if (first.length || (!of && rest.length)) return [...first, ...rest];
  return [measured(answer, index, answer.properties.find(({ property }) => property === of) ?? bestOf(answer, index), words), ...rest];
}

/** A property that a unit has not earned as its name, as it was measured all the same. */
function measured({ units, tracks }, index, { property, auc, band, effect }, words) {
  const { layer, unit } = units[index];
  const track = tracks.find((each) => each.property === property && each.layer === layer && each.unit === unit);
  return {
    property, label: words[property].label, named: false, nameable: words[property].nameable, auc: auc[index], band, effect: effect?.[index] ?? null, interval: null,
    rank: effect ? 1 + effect.filter((other) => other > effect[index]).length : null, signal: track?.signal ?? null,
  };
}

/** The property that a unit tells best: the furthest beyond its band, or nearest to it. */
function bestOf({ properties }, index) {
  const beyond = ({ auc, band }) => auc[index] - band[1];
  return properties.reduce((best, each) => (beyond(each) > beyond(best) ? each : best));
}

/** Whether a row has every word of a search: as the beginning of its number, or in one of its names. */
function finderOf(search) {
  const wanted = search.toLowerCase().replaceAll('\'', '’').split(/\s+/).filter((word) => word && word !== 'unit');
  return ({ unit, lines }) => {
    const names = lines.filter(({ named }) => named).map(({ label }) => label.toLowerCase());
    return wanted.every((word) => (/^\d+$/.test(word) ? String(unit).startsWith(word) : names.some((name) => name.includes(word))));
  };
}

function orderOf(sort) {
  const keys = { auc: (row) => -row.lines[0].auc, effect: (row) => -(row.lines[0].effect ?? -Infinity), life: (row) => -(row.half_life ?? Infinity), unit: () => 0 };
  const compare = (a, b) => (a < b ? -1 : Number(a > b));
  return (a, b) => compare(keys[sort](a), keys[sort](b)) || a.layer - b.layer || a.unit - b.unit;
}

function isSelected({ layer, unit }, view) {
  return unit === view.unit && layer === view.layer;
}
