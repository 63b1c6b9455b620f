/** A pattern of units: the words throughout which they are on, the threshold above which they are, and which they are. */

import { countsAt, sliderOf, spansOf, suggested, unitsAt, valuesOf } from '../alike_pattern.js';
import { rangeWords } from '../alike_rows.js';
import { rangeOf, stateOf } from '../alike_settings.js';
import { guidanceWords, thresholdWords } from '../alike_words.js';
import { createAsker } from '../asker.js';
import { el, find, onWithin, setStyle, setText } from '../dom.js';
import { nameTag } from '../name_tag.js';
import { nameOf } from '../names.js';
import { count } from '../numbers.js';
import { decode } from '../reading.js';
import { createRange } from './alike_range.js';

const MOST_CHIPS = 24;

/**
 * @param {HTMLElement} container
 * @param {{load: (question: any) => Promise<any>, onPut: (change: any) => void, onReady: () => void,
 *   onFail: (error: Error) => void}} needs `load`: the answer of `POST /trace`; `onReady`: the units are known
 */
export function createPattern(container, { load, onPut, onReady, onFail }) {
  const [follow, slider, bars, shown, before, words, chips, guidance] = ['[data-follow]', '[type=range]', '.alike-counts', 'output', '[type=checkbox]', '#alike-threshold-words', '.alike-chips', '.alike-guidance']
    .map((selector) => find(selector, container));
  const range = createRange(find('.alike-range', container), { onRange: (steps) => onPut({ steps, above: null, without: [] }) });
  const asker = createAsker({ load, show, wait: (on) => container.setAttribute('aria-busy', String(on)), fail: onFail });
  let scene = /** @type {any} */ (null);
  let settings = /** @type {any} */ (null);
  let values = /** @type {any} */ (null); // of all units, with what was asked
  let pattern = /** @type {any} */ (null);

  follow.addEventListener('click', () => {
    find('.alike-range [tabindex="0"]', container).focus(); // this one goes
    onPut({ steps: null, above: null, without: [] });
  });
  slider.addEventListener('input', () => onPut({ above: Number(slider.value) }));
  before.addEventListener('change', () => onPut({ before: before.checked, above: null }));
  onWithin(chips, 'click', '[data-unit]', (chip) => takeOut(Number(chip.dataset.unit)));
  onWithin(chips, 'click', '[data-all]', () => onPut({ without: [] }));

  /** The focus stays in the list when the chip under it goes. */
  function takeOut(unit) {
    const at = pattern.units.indexOf(unit);
    onPut({ without: [...settings.without, unit] });
    /** @type {HTMLElement} */ (chips.querySelectorAll('button').item(at) ?? slider).focus();
  }

  /** @param {any} nextScene @param {import('../alike_settings.js').Settings} nextSettings */
  function update(nextScene, nextSettings) {
    [scene, settings] = [nextScene, nextSettings];
    container.hidden = settings.by !== 'pattern';
    if (container.hidden) return asker.drop();
    const { reading, view, table } = scene;
    const signal = stateOf(settings, table.map(({ name }) => name));
    follow.hidden = settings.steps === null;
    range.update(reading, rangeOf(settings, view.step, reading.steps));
    asker.ask({ text: reading.text, model: reading.model, layer: reading.layer, signals: [signal] });
    tell();
  }

  function show({ layers: [layer] }, asked) {
    const { data, shape } = layer.signals[asked.signals[0]];
    values = { ...valuesOf(decode({ bdata: data }), shape), asked };
    tell();
    onReady();
  }

  /** What the pattern is now, as far as the values are those of this text. */
  function tell() {
    const { reading, view, table } = scene;
    const signal = stateOf(settings, table.map(({ name }) => name));
    pattern = null;
    if (!values || values.asked.text !== reading.text || values.asked.model !== reading.model || values.asked.layer !== reading.layer || values.asked.signals[0] !== signal) return;
    const steps = /** @type {[number, number]} */ (rangeOf(settings, view.step, reading.steps));
    const spans = spansOf(values, steps, settings.before);
    const stops = sliderOf(spans);
    const above = Math.min(settings.above ?? suggested(spans, stops), stops.most);
    const all = unitsAt(spans, above);
    pattern = { units: all.filter((unit) => !settings.without.includes(unit)), signal, above, steps, words: rangeWords(reading.tokens, steps) };
    paint(all, stops, countsAt(spans, stops));
  }

  function paint(all, { most, step }, counts) {
    const { units, above } = pattern;
    Object.assign(slider, { max: String(most), step: String(step), value: String(above) });
    slider.setAttribute('aria-valuetext', `${above.toFixed(2)}: ${count(all.length, 'unit')}`);
    setText(shown, above.toFixed(2));
    before.checked = settings.before;
    before.disabled = pattern.steps[0] === 0;
    setText(words, thresholdWords(all.length, above, pattern.words, settings.before && pattern.steps[0] > 0));
    const top = Math.max(1, ...counts);
    bars.replaceChildren(...counts.map((number, n) => barOf(Math.sqrt(number / top), n === Math.round(above / step))));
    const rest = units.length - MOST_CHIPS;
    const gone = all.length - units.length;
    chips.replaceChildren(...units.slice(0, MOST_CHIPS).map((unit) => chipOf(unit, nameOf(scene.model, scene.reading.layer, unit))),
      ...(rest > 0 ? [el('li', { class: 'muted' }, `and ${rest} more`)] : []),
      ...(gone ? [el('li', {}, el('button', { type: 'button', class: 'link', 'data-all': true }, `put ${gone} back`))] : []));
  }

  /** How rare the units are where was searched. @param {any} answer null: nobody knows */
  function guide(answer) {
    setText(guidance, answer ? guidanceWords(answer, pattern?.above ?? 0) : '');
  }

  /** The values of a unit over the text, or null where they are not known. */
  function line(unit) {
    return pattern && Array.from({ length: values.steps }, (_, step) => values.at(unit, step));
  }

  return { update, guide, line, pattern: () => pattern, again: asker.drop };
}

function barOf(height, isHere) {
  const bar = el('i', { class: isHere ? 'here' : null });
  setStyle(bar, { height: `${(100 * height).toFixed(0)}%` });
  return bar;
}

function chipOf(unit, name) {
  return el('li', {}, el('button', { type: 'button', class: 'alike-chip', 'data-unit': unit, 'aria-label': `Take unit ${unit} out`, title: 'Take it out' }, `unit ${unit} `, ...nameTag(name), el('span', { 'aria-hidden': 'true' }, ' ×')));
}
