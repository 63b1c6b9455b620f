/** One unit of the table: a line for each name that it has earned, with the evidence. */

import { el, svg } from '../dom.js';
import { lifeWords } from '../lives_words.js';
import { signed } from '../numbers.js';
import { aucWords, gateWords, rankWords, unitNumber } from '../unit_words.js';
import { createStrip } from './units_strip.js';

const [WIDTH, HEIGHT] = [96, 16]; // px of a bullet: AUC from 0 to 1
const GATE = 46; // px

/** @param {import('../unit_rows.js').Row} row @param {any} needs of the table */
export function createUnit(row, needs) {
  const { model, gates, starts, link } = needs;
  const strips = row.lines.map((line) => createStrip(row, line, needs));
  const number = unitNumber(row, model.layers);
  const first = row.lines[0];
  const address = link(row, first.signal, starts[first.property]);
  const span = { rowspan: row.lines.length };
  const name = el('th', { scope: 'rowgroup', ...span }, el('a', { href: address, title: `Read with unit ${number} on the Explore page` }, el('span', { class: 'units-word' }, 'unit '), number));
  const measures = gates.length ? [el('td', { ...span, class: 'units-life', 'data-name': 'half-life' }, lifeWords(row.half_life)), el('td', { ...span, class: 'units-gates' }, ...gatesOf(row, gates))] : [];
  const lines = row.lines.map((line, n) => el('tr', {}, ...(n ? [] : [name]), ...evidence(line), ...(n ? [] : measures), el('td', { class: 'units-read' }, strips[n].root)));
  const root = el('tbody', { 'data-unit': row.unit, 'data-layer': row.layer }, ...lines);

  /** Its element, marked where it is the selected one. */
  function show(selected) {
    if (selected) root.setAttribute('aria-current', 'true');
    else root.removeAttribute('aria-current');
    return root;
  }

  return { show, destroy: () => strips.forEach((strip) => strip.destroy()) };
}

/** What the unit knows, how well, and what the network loses without it. */
function evidence({ label, named, nameable, auc, band, effect, interval, rank }) {
  const between = interval ? `${signed(interval[0])} to ${signed(interval[1])}, ` : '';
  const lost = effect === null ? [el('span', { class: 'muted' }, 'cannot be a name')]
    : [el('b', {}, signed(effect)), ' ', el('small', { class: 'muted' }, `${between}${rankWords(rank)}`)];
  return [
    el('td', { class: named ? 'units-label' : 'units-label muted' }, ...(named ? [label] : [nameable ? 'no name; best at ' : 'track: ', el('i', {}, label)])),
    el('td', { class: 'units-auc num', 'data-name': 'AUC', title: `chance: ${band[0].toFixed(2)} to ${band[1].toFixed(2)}` }, bullet(auc, band), el('b', {}, aucWords(auc)), el('span', { class: 'vh' }, `, chance ${band[0].toFixed(2)} to ${band[1].toFixed(2)}`)),
    el('td', { class: 'units-effect num', 'data-name': 'effect' }, ...lost),
  ];
}

/** The band of chance as a bar, the AUC as a tick. */
function bullet(auc, [low, high]) {
  return svg('svg', { class: 'bullet', width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true' },
    svg('path', { class: 'bullet-axis', d: `M0 ${HEIGHT / 2}H${WIDTH}` }),
    svg('rect', { class: 'bullet-band', x: low * WIDTH, y: 4, width: (high - low) * WIDTH, height: HEIGHT - 8 }),
    svg('rect', { class: 'bullet-tick', x: auc * WIDTH - 1.5, y: 1, width: 3, height: HEIGHT - 2 }));
}

/** Of each gate how often it is nearly closed, from the left, and nearly open, from the right. */
function gatesOf({ saturation }, gates) {
  return gates.filter(({ name }) => saturation?.[name]).map(({ name, symbol, title }) => {
    const [closed, open] = saturation[name];
    return el('span', { class: 'units-gate', title: gateWords(title, saturation[name]) },
      el('span', { class: 'sym', 'aria-hidden': 'true' }, symbol),
      svg('svg', { width: GATE, height: 8, 'aria-hidden': 'true' },
        svg('rect', { class: 'gate-room', width: GATE, height: 8 }),
        svg('rect', { class: 'gate-closed', width: closed * GATE, height: 8 }),
        svg('rect', { class: 'gate-open', x: (1 - open) * GATE, width: open * GATE, height: 8 })),
      el('span', { class: 'vh' }, `${gateWords(title, saturation[name])}. `));
  });
}
