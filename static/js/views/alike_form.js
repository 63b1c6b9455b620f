/** What is looked for, and where: choices, and the reader's own text, which stays in its field. */

import { textsOf } from '../alike_texts.js';
import { chosenUnits, LABELLED, OWN, stateOf, statesOf } from '../alike_settings.js';
import { pastedWords } from '../alike_words.js';
import { el, find, findAll, onWithin, setInvalid, setText } from '../dom.js';

const NAMES = ['by', 'where', 'signal', 'of', 'k'];

/**
 * @param {HTMLElement} container
 * @param {{limits: {characters: number, texts: number}, onPut: (change: any) => void, onTyped: () => void}} needs `limits` of texts in a request
 */
export function createForm(container, { limits, onPut, onTyped }) {
  const [own, cut, states, only, of] = ['.alike-own-text', '#alike-cut', '.alike-signal', '.alike-only', '.alike-of'].map((selector) => find(selector, container));
  const field = find('textarea', own);
  let pasted = textsOf('', limits);

  for (const name of NAMES) {
    onWithin(container, 'change', `[name=alike-${name}]`, ({ value }) => onPut({ [name]: name === 'k' ? Number(value) : value }));
  }
  field.addEventListener('input', () => {
    pasted = textsOf(field.value, limits);
    setText(cut, pastedWords(pasted));
    onTyped();
  });

  /** @param {import('../alike_settings.js').Settings} settings @param {any} scene */
  function update(settings, { table, view }) {
    const names = table.map(({ name }) => name);
    offer(settings.where);
    choose({ ...settings, signal: stateOf(settings, names) });
    own.hidden = settings.where !== OWN;
    states.hidden = statesOf(names).length < 2;
    only.hidden = !states.hidden;
    of.hidden = settings.by === 'pattern';
    const units = chosenUnits(view);
    find('[value=units]', of).disabled = !units.length;
    setText(find('[value=units] + span', of), units.length > 1 ? `units ${units.join(', ')}` : `unit ${units[0] ?? ''} alone`);
  }

  /** An index that the link names is one more place to look in. */
  function offer(where) {
    if ([LABELLED, OWN].includes(where) || find('[name=alike-where]', container).closest('.choice').querySelector(`[value="${where}"]`)) return;
    const input = el('input', { type: 'radio', name: 'alike-where', value: where });
    find('[name=alike-where]', container).closest('.choice').append(el('label', { class: 'pill' }, input, el('span', {}, where)));
  }

  function choose(chosen) {
    for (const name of NAMES) for (const input of findAll(`[name=alike-${name}]`, container)) input.checked = input.value === String(chosen[name]);
  }

  return { update, texts: () => pasted.texts, mark: (wrong) => setInvalid(field, wrong) };
}
