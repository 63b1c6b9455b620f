/** This word's numbers in the LSTM's two equations. */

import { el, setText } from '../dom.js';
import { signed, tone } from '../numbers.js';

const SYMBOLS = { cell: 'c', forget: 'f', previous: 'c', input: 'i', candidate: 'g', hidden: 'h', output: 'o', squashed: 'tanh c' };
const GATES = new Set(['forget', 'input', 'output']);
const EQUATIONS = [
  { name: 'c equals f times the previous c plus i times g', terms: ['cell', '=', 'forget', '×', 'previous', '+', 'input', '×', 'candidate'] },
  { name: 'h equals o times tanh c', terms: ['hidden', '=', 'output', '×', 'squashed'] },
];

/** @param {HTMLElement} container has an element .equations where its layer has gates */
export function createEquations(container) {
  const place = container.querySelector('.equations');
  const equations = place ? EQUATIONS.map(createEquation) : [];
  place?.append(...equations.map((equation) => equation.element));
  return { show: (moment) => equations.forEach((equation) => equation.show(moment)) };
}

function createEquation({ name, terms }) {
  const numbers = terms.map((term) => el('span', { class: SYMBOLS[term] ? 'num' : 'num between' }, SYMBOLS[term] ? '' : term));
  const element = el('div', { class: 'terms', role: 'img' }, ...terms.flatMap((term, n) => [symbol(term), numbers[n]]));

  function show(moment) {
    const isHeld = moment.held.has(terms[0]); // then it is not what the others make of it
    const shown = terms.map((term, n) => (SYMBOLS[term] ? written(term, moment[term], n > 0) : term === '=' && isHeld ? '≠' : term));
    element.setAttribute('aria-label', `${name}: ${shown.join(' ')}`);
    terms.forEach((term, n) => {
      setText(numbers[n], shown[n]);
      if (SYMBOLS[term] && !GATES.has(term)) numbers[n].className = `num ${tone('signed', moment[term])}`;
    });
  }

  return { element, show };
}

function symbol(term) {
  if (!SYMBOLS[term]) return el('span', { class: 'between' }, term);
  return el('span', { class: 'sym' }, SYMBOLS[term], ...(term === 'previous' ? [el('sub', {}, 't−1')] : []));
}

/** As in mathematics: no plus, and a negative factor in brackets. */
function written(term, value, isFactor) {
  const number = GATES.has(term) ? value.toFixed(2) : signed(value).replace('+', '');
  return isFactor && number.startsWith('−') ? `(${number})` : number;
}
