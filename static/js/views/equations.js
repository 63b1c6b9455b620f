/** This word's numbers in the layer's equations, and what they say in words. */

import { el } from '../dom.js';
import { signed, tone, written } from '../numbers.js';
import { isStart, quoted, tokenWord } from '../words.js';

const SYMBOLS = { cell: 'c', forget: 'f', previous: 'c', input: 'i', candidate: 'g', hidden: 'h', output: 'o', squashed: 'tanh c' };
const GATES = new Set(['forget', 'input', 'output']);
const CELL = ['cell', '=', 'forget', '×', 'previous', '+', 'input', '×', 'candidate'];
const HIDDEN = ['hidden', '=', 'output', '×', 'squashed'];

/** @param {HTMLElement[]} containers one for each kind of layer */
export function createLive(containers) {
  function update({ reading, view }) {
    for (const container of containers) {
      if (container.closest('.maps').getAttribute('data-kind') === reading.kind) container.replaceChildren(...contents(reading, view));
    }
  }
  return { update, destroy: () => containers.forEach((container) => container.replaceChildren()) };
}

function contents(reading, view) {
  if (reading.row(view.unit) < 0) return [];
  const token = reading.tokens[view.step];
  const heading = el('h2', {}, el('bdi', { class: 'word' }, tokenWord(token)), ` in unit ${view.unit}`);
  const value = (name) => reading.value(name, view.unit, view.step);
  if (reading.kind === 'lstm') return [heading, equations(value), ...lstmWords(reading, view, value)];
  return [heading, ...plainWords(reading, view, value)];
}

function equations(value) {
  return el('div', { class: 'equations' }, equation(CELL, value, 'c equals f times the previous c plus i times g'),
    equation(HIDDEN, value, 'h equals o times tanh c'));
}

function equation(terms, value, name) {
  const spoken = terms.map((term) => (SYMBOLS[term] ? written(GATES.has(term) ? 'gate' : 'signed', value(term)) : term)).join(' ');
  const cells = terms.flatMap((term, n) => (SYMBOLS[term] ? operand(term, value(term), n > 0) : between(term)));
  return el('div', { class: 'terms', role: 'img', 'aria-label': `${name}: ${spoken}` }, ...cells);
}

function operand(name, value, inside) {
  const scale = GATES.has(name) ? 'gate' : 'signed';
  const number = written(scale, value).replace('+', '');
  const symbol = el('span', { class: 'sym' }, SYMBOLS[name]);
  if (name === 'previous') symbol.append(el('sub', {}, 't−1'));
  return [symbol, el('span', { class: `num ${tone(scale, value)}` }, inside && number.startsWith('−') ? `(${number})` : number)];
}

function between(sign) {
  return [el('span', { class: 'between' }, sign), el('span', { class: 'num between' }, sign)];
}

function lstmWords(reading, view, value) {
  const [forget, previous, hidden] = [value('forget'), value('previous'), value('hidden')];
  const place = isStart(reading.tokens[view.step]) ? ['At the start'] : ['At ', el('bdi', {}, quoted(reading.tokens[view.step]))];
  const became = Math.abs(previous) >= 0.005 ? [' (', number(previous), ' becomes ', number(forget * previous), ')'] : [];
  const said = el('p', { class: 'say' }, ...place, ` unit ${view.unit} keeps `, el('b', {}, share(forget)), ' of what it held', ...became,
    ' and writes ', number(value('input') * value('candidate')), '. It now holds ', number(value('cell')),
    ' and shows ', el('b', {}, share(value('output'))), ' of it, as ', number(hidden), '.');
  const life = reading.halfLife[reading.row(view.unit)];
  return [said, el('p', { class: 'say muted' }, halfLifeWords(life))];
}

function plainWords(reading, view, value) {
  const token = reading.tokens[view.step];
  const place = isStart(token) ? ['At the start'] : ['At ', el('bdi', {}, quoted(token))];
  const said = el('p', { class: 'say' }, ...place, ` unit ${view.unit} says `, number(value('hidden')), '.');
  if (reading.kind !== 'rnn') return [said];
  const why = 'A simple recurrent network has no gates: everything it remembers is rewritten at every word, and nothing protects a memory from the next one. Its hidden state is all there is to see.';
  const formula = el('p', { class: 'terms' }, el('span', { class: 'sym' }, 'h', el('sub', {}, 't'), ' = tanh(W x', el('sub', {}, 't'), ' + U h', el('sub', {}, 't−1'), ' + b)'));
  return [formula, said, el('p', { class: 'say muted' }, why)];
}

function halfLifeWords(life) {
  if (life === null) return 'Its forget gate hardly ever lets go: over this text its memory lasts longer than can be told.';
  return `Half of what it holds is gone after ${life < 10 ? life.toFixed(1) : Math.round(life)} words, on average over this text.`;
}

function share(gate) {
  return `${Math.round(gate * 100)} %`;
}

function number(value) {
  return el('b', { class: tone('signed', value) }, signed(value));
}
