/** The words of the memory test: picked from the built-in ones or typed. Empty fields stand for the built-in ones. */

import { find, findAll, setInvalid } from '../dom.js';

const FIELDS = { a: 'test-a', b: 'test-b', filler: 'test-filler', for: 'test-for', against: 'test-against' };

/**
 * @param {HTMLElement} container
 * @param {{onLook: (change: any) => void, onWord: () => void}} events `onLook`: other subjects or another filler, which
 *   belong to the view; `onWord`: another word to choose between, which does not
 */
export function createWords(container, { onLook, onWord }) {
  const fields = Object.fromEntries(Object.entries(FIELDS).map(([name, id]) => [name, find(`[name=${id}]`, container)]));
  const [pair, filler] = ['pair', 'filler'].map((name) => find(`[data-pick=${name}]`, container));

  for (const name of ['a', 'b', 'filler']) fields[name].addEventListener('input', () => onLook({ [name]: fields[name].value || null }));
  for (const name of ['for', 'against']) fields[name].addEventListener('input', onWord);
  pair.addEventListener('change', () => {
    const { a = null, b = null } = pair.selectedOptions[0].dataset;
    onLook({ a, b });
  });
  filler.addEventListener('change', () => onLook({ filler: filler.selectedOptions[0].dataset.filler ?? null }));

  /** @param {{a: string | null, b: string | null, filler: string | null}} view */
  function update({ a, b, filler: words }) {
    for (const [name, text] of Object.entries({ a, b, filler: words })) {
      if (fields[name].value !== (text ?? '')) fields[name].value = text ?? '';
    }
    pick(pair, a || b, ({ dataset }) => dataset.a === a && dataset.b === b);
    pick(filler, words, ({ dataset }) => dataset.filler === words);
  }

  /** What stands in the fields; null: the built-in ones. */
  function typed() {
    const text = (name) => fields[name].value;
    return { a: text('a') || null, b: text('b') || null, filler: text('filler') || null, favoured: text('for'), against: text('against') };
  }

  /** Point at the field that cannot be used. @param {string | null} wrong its name, or null */
  function mark(wrong) {
    for (const [name, field] of Object.entries(fields)) setInvalid(field, name === wrong);
  }

  return { update, typed, mark };
}

/** Show the choice that fits: the first where nothing is typed, the last for what is no choice. */
function pick(select, isTyped, fits) {
  const options = findAll('option', select);
  const found = isTyped ? options.find(fits) ?? options.at(-1) : options[0];
  select.selectedIndex = options.indexOf(found);
}
