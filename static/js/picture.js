/**
 * A figure of the page as a picture that stands on its own: with title, axes, scale and source, on the theme's paper.
 * Pure. A picture is a Plotly figure whose layout has `width` and `height` in px.
 */

import { limit, tick } from './numbers.js';

const MOST_WORDS = 80; // more words than this share an axis: every n-th is named
const MOST_UNITS = 40; // so with the units of the rows
const EDGE = 14; // px between the words and the edge
const TITLE = 42; // px from the edge to what stands below the title
const LINE = 18; // px of a line there
export const LETTER = 6.4; // px that a letter of it takes, about
const MARGIN = { l: 64, r: 24, b: 56 };
const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * @typedef {{title: string, notes: string[]}} Words plain text; each note begins a line below the title
 * @typedef {{paper: string, ink: string, soft: string, bar: string, pos: string, neg: string}} Colours of the theme
 */

/**
 * One of the bare heat maps, with all that the page writes around it.
 *
 * @param {any} figure as the server makes it, with the words as its ticks
 * @param {Words & {units: number[], symbol: string, scale: string}} said `units` of the rows, the top one first
 * @param {Colours} colours
 */
export function mapPicture({ data: [map], layout }, { units, symbol, scale, ...words }, colours) {
  const { tickvals, ticktext, range } = layout.xaxis;
  const [steps, rows] = [range[1] - range[0], units.length];
  const width = Math.round(Math.min(1800, Math.max(640, 160 + steps * 46)));
  const inner = Math.round(rows * (rows <= 40 ? 16 : rows <= 80 ? 10 : 4));
  const axis = { visible: true, ticks: 'outside', ticklen: 4, tickcolor: colours.soft, showgrid: false, zeroline: false, automargin: true };
  const shown = {
    ...layout,
    font: { size: 12, color: colours.ink },
    margin: { ...MARGIN, t: 16 },
    xaxis: { ...axis, range, tickmode: 'array', ...everyNth({ tickvals, ticktext }, MOST_WORDS), autotickangles: [0, -45, -90] },
    yaxis: { ...axis, automargin: false, range: layout.yaxis.range, tickmode: 'array', title: { text: 'unit' },
      ...everyNth({ tickvals: units.map((_, row) => row), ticktext: units.map(String) }, MOST_UNITS) },
  };
  const bar = { thickness: 12, outlinewidth: 0, title: { text: escaped(symbol) }, ...barTicks(scale, map.zmax) };
  return onPaper({ data: [{ ...map, showscale: true, colorbar: bar }], layout: shown }, words, { width, height: inner + 80 }, colours);
}

/**
 * A figure with axes, as it is drawn, under its words.
 *
 * @param {any} figure with fixed margins @param {Words} words @param {{width: number, height: number}} size of the figure alone
 * @param {Colours} colours
 */
export function onPaper({ data, layout }, { title, notes }, { width, height }, colours) {
  const { l, r, t } = layout.margin;
  const edge = Math.max(0, EDGE - r); // words and colours reach to the edge of the page, but not of a picture
  const lines = notes.filter(Boolean).flatMap((note) => wrapped(note, Math.floor((width - 2 * EDGE) / LETTER)));
  const head = TITLE + lines.length * LINE + EDGE;
  const line = (text, y, font) => ({ text, font, x: 0, xref: 'paper', xanchor: 'left', xshift: EDGE - l, y: 1, yref: 'paper', yanchor: 'top',
    yshift: head + t - y, align: 'left', showarrow: false });
  return {
    data,
    layout: {
      ...layout,
      width: width + edge,
      height: height + head,
      margin: { ...layout.margin, r: r + edge, t: t + head },
      paper_bgcolor: colours.paper,
      plot_bgcolor: colours.paper,
      annotations: [
        ...(layout.annotations ?? []),
        line(escaped(title), EDGE, { size: 17, color: colours.ink }),
        line(lines.map(escaped).join('<br>'), TITLE, { size: 12.5, color: colours.soft }),
      ],
    },
  };
}

/** Lines of at most so many letters, broken between words. */
export function wrapped(text, letters) {
  const lines = [''];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const line = lines[lines.length - 1];
    if (line && line.length + word.length >= letters) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.filter(Boolean);
}

/** Plotly reads `<b>` and `&lt;` as markup: text is escaped, once. */
export const escaped = (text) => text.replace(/[&<>]/g, (letter) => ESCAPES[letter]);

function everyNth({ tickvals, ticktext }, most) {
  const every = Math.ceil(tickvals.length / most);
  const chosen = (values) => values.filter((_, n) => n % every === 0);
  return { tickvals: chosen(tickvals), ticktext: chosen(ticktext) };
}

function barTicks(scale, range) {
  if (scale === 'gate') return { tickvals: [0, 0.5, 1], ticktext: ['0 closed', '0.5', '1 open'] };
  const marks = (range > 5 ? [-3, -1, 0, 1, 3] : [-1, 0, 1]).filter((value) => Math.abs(value) < range * 0.8);
  return { tickvals: [-range, ...marks, range], ticktext: [`≤ −${limit(range)}`, ...marks.map(tick), `≥ +${limit(range)}`] };
}
