/**
 * The view <-> the address, by one table of fields. A reload, a shared link and a server-rendered page all read the
 * same names; the server checks the values.
 */

export const FIELDS = [
  { name: 'text', parse: String, format: String },
  { name: 'model', parse: String, format: String },
  { name: 'layer', parse: Number, format: String },
  { name: 'sort', parse: String, format: String },
  { name: 'show', parse: (value) => (value === 'all' ? null : Number(value)), format: (value) => String(value ?? 'all') },
  { name: 'unit', parse: Number, format: String },
  { name: 'step', parse: Number, format: String },
  { name: 'signal', parse: String, format: String },
];

/** Longest address that every server we know of takes: HTTP parsers stop at 65,536 bytes for a request's first line. */
export const LINK_LIMIT = 60_000;

/** The query of a view, without its question mark. */
export function formatQuery(view) {
  const query = new URLSearchParams();
  for (const { name, format } of FIELDS) if (known(view[name], name)) query.set(name, format(view[name]));
  return query.toString();
}

/** The fields that a query names: {text: …, unit: 37, …}. */
export function parseQuery(search) {
  const query = new URLSearchParams(search);
  return Object.fromEntries(FIELDS.filter(({ name }) => query.has(name)).map(({ name, parse }) => [name, parse(query.get(name))]));
}

/** Whether a view fits into a link that starts with `base`. */
export function fitsLink(base, view) {
  return base.length + 1 + formatQuery(view).length <= LINK_LIMIT;
}

/** The path of a download of what is read. */
export function exportPath(base, view, format) {
  const query = new URLSearchParams({ text: view.text, model: view.model, format });
  return `${base}?${query}`;
}

function known(value, name) {
  return value !== undefined && (value !== null || name === 'show');
}
