/** One hold as a sentence with fields: each change is in force at once. */

import { el, find, setText } from '../dom.js';
import { firstValue, formatUnits, parseUnits, valueLimits } from '../holds.js';
import { tokenWord } from '../words.js';

/**
 * @param {HTMLFormElement} root @param {HTMLElement} problem
 * @param {{onChange: (fields: any, thing?: string) => void}} events `thing` that changes, for undo
 */
export function createHoldsForm(root, problem, { onChange }) {
  const [signal, units, slide, value, first, last] = ['signal', 'units', 'slide', 'value', 'first', 'last']
    .map((name) => find(`[name=held-${name}]`, root));
  let scene = /** @type {any} */ (null);
  let hold = /** @type {any} */ (null);

  root.addEventListener('submit', (event) => event.preventDefault());
  signal.addEventListener('change', () => onChange({ signal: signal.value, value: startValue(signal.value) }));
  units.addEventListener('input', () => {
    const parsed = /** @type {any} */ (parseUnits(units.value, scene.model.units));
    say(parsed.problem ?? '');
    if (!parsed.problem) onChange({ units: parsed.units }, 'units');
  });
  slide.addEventListener('input', () => put(Number(slide.value)));
  value.addEventListener('input', () => {
    const { low, high } = limitsOf(hold.signal, { typed: true });
    const number = value.value.trim() === '' ? NaN : Number(value.value);
    if (!(number >= low && number <= high)) return say(`A value from ${low} to ${high}, please.`);
    say('');
    put(number);
  });
  for (const field of [first, last]) {
    field.addEventListener('change', () => {
      const from = first.value === '' ? 0 : Number(first.value);
      const to = last.value === '' ? null : Number(last.value);
      onChange({ steps: [from, to === null || to >= from ? to : from] });
    });
  }

  const put = (number) => onChange({ value: number }, 'value');

  function startValue(name) {
    const chosen = scene.table.find((each) => each.name === name);
    const shown = (hold.units ?? []).filter((unit) => scene.reading.row(unit) >= 0);
    return firstValue(chosen, shown.length ? shown.map((unit) => scene.reading.value(name, unit, scene.view.step)) : [0]);
  }

  /** A slider goes as far as the colours; typed, contents may be anything. */
  function limitsOf(name, { typed = false } = {}) {
    const chosen = scene.table.find((each) => each.name === name);
    if (typed && chosen.low === null) return { low: -1e6, high: 1e6 };
    return valueLimits(chosen, Number(scene.reading.range.toPrecision(2)));
  }

  function update(next, chosen) {
    const isOther = hold === null || hold.signal !== chosen.signal || scene.reading !== next.reading;
    scene = next;
    hold = chosen;
    if (isOther) offer();
    signal.value = hold.signal;
    if (document.activeElement !== units) units.value = formatUnits(hold.units);
    slide.value = String(hold.value);
    if (document.activeElement !== value) value.value = String(hold.value);
    const [from, to] = hold.steps ?? [0, null];
    choose(first, String(from), `word ${from}`);
    choose(last, to === null ? '' : String(to), `word ${to}`);
    if (document.activeElement !== units && document.activeElement !== value) say('');
  }

  /** What this network has, and the words of this text. */
  function offer() {
    signal.replaceChildren(...scene.table.map(({ name, title }) => el('option', { value: name }, title)));
    const words = scene.reading.tokens.map((token, step) => el('option', { value: step }, `${step} ${tokenWord(token)}`));
    first.replaceChildren(...words);
    last.replaceChildren(...words.map((word) => word.cloneNode(true)), el('option', { value: '' }, 'the end'));
    const { low, high } = limitsOf(hold.signal);
    [slide.min, slide.max] = [String(low), String(high)];
    [value.min, value.max] = Object.values(limitsOf(hold.signal, { typed: true })).map(String);
  }

  function say(sentence) {
    problem.hidden = !sentence;
    setText(problem, sentence && `△ ${sentence}`);
  }

  return { update, focus: () => slide.focus() };
}

/** Choose an option, which is made where the text has become too short for it. */
function choose(select, wanted, name) {
  if (![...select.options].some((option) => option.value === wanted)) select.append(el('option', { value: wanted }, name));
  select.value = wanted;
}
