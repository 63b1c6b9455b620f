/** What is looked for, and where: choices, and the reader's own text, which stays in its field. */

import { textsOf } from '../alike_texts.js';
import { chosenUnits, indexOf, OWN, stateOf, statesOf, UNNAMED } from '../alike_settings.js';
import { pastedWords } from '../alike_words.js';
import { find, findAll, onWithin, setInvalid, setText } from '../dom.js';

const NAMES = ['by', 'where', 'signal', 'of', 'k'];

/**
 * @param {HTMLElement} container
 * @param {{limits: {characters: number, texts: number}, onPut: (change: any) => void, onTyped: () => void}} needs `limits` of texts in a request
 */
export function createForm(container, { limits, onPut, onTyped }) {
  const [own, index, cut, states, only, of] = ['.alike-own-text', '.alike-index', '#alike-cut', '.alike-signal', '.alike-only', '.alike-of'].map((selector) => find(selector, container));
  const [field, name] = [find('textarea', own), find('input', index)];
  let pasted = textsOf('', limits);

  for (const each of NAMES) {
    onWithin(container, 'change', `[name=alike-${each}]`, ({ value }) => onPut({ [each]: chosenValue(each, value) }));
  }
  name.addEventListener('change', () => onPut({ where: name.value.trim() || UNNAMED }));
  field.addEventListener('input', () => {
    pasted = textsOf(field.value, limits);
    setText(cut, pastedWords(pasted));
    onTyped();
  });

  /** @param {import('../alike_settings.js').Settings} settings @param {any} scene */
  function update(settings, { table, view }) {
    const names = table.map(({ name }) => name);
    const isIndex = settings.where === UNNAMED || indexOf(settings) !== '';
    choose({ ...settings, where: isIndex ? UNNAMED : settings.where, signal: stateOf(settings, names) });
    own.hidden = settings.where !== OWN;
    index.hidden = !isIndex;
    if (indexOf(settings) && document.activeElement !== name) name.value = indexOf(settings);
    states.hidden = statesOf(names).length < 2;
    only.hidden = !states.hidden;
    of.hidden = settings.by === 'pattern';
    const units = chosenUnits(view);
    find('[value=units]', of).disabled = !units.length;
    setText(find('[value=units] + span', of), units.length > 1 ? `units ${units.join(', ')}` : `unit ${units[0] ?? ''} alone`);
  }

  /** An index is the one whose name was typed before. */
  function chosenValue(field, value) {
    if (field === 'k') return Number(value);
    return value === UNNAMED ? name.value.trim() || UNNAMED : value;
  }

  function choose(chosen) {
    for (const each of NAMES) for (const input of findAll(`[name=alike-${each}]`, container)) input.checked = input.value === String(chosen[each]);
  }

  /** Which of the fields cannot be used as it stands. @param {string | null} wrong a field of the request */
  function mark(wrong) {
    setInvalid(field, Boolean(wrong?.startsWith('texts')));
    setInvalid(name, wrong === 'corpus');
  }

  return { update, texts: () => pasted.texts, mark };
}
