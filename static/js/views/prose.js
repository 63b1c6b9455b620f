/** The words wrapped like prose, each on the colour of a signal of the selected unit; beneath each, what the model made of it. */

import { find, onWithin, setStyle, setText } from '../dom.js';
import { inkOn, mix, position, readStops } from '../colours.js';
import { nameOf } from '../names.js';
import { createWord, describeWord, writeWord } from './prose_word.js';

const SHADES = 64; // colours of a scale that are told apart: two neighbours look alike

/** @param {HTMLElement} container @param {{onStep: (step: number) => void}} events */
export function createProse(container, { onStep }) {
  const text = find('.prose-text', container);
  const label = find('.prose-label', container);
  const words = [];
  let selected = /** @type {any} */ (null);
  let shown = /** @type {any} */ (null); // the reading whose words are written

  onWithin(text, 'click', '.token', (token) => onStep(Number(token.dataset.step)));
  text.addEventListener('keydown', (event) => {
    const step = nextStep(event.key, selected?.step ?? 0, words.length - 1);
    if (step === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onStep(step);
  });

  function update(scene) {
    const { reading, view, model, signal } = scene;
    if (view.words !== 'prose') return;
    label.title = nameOf(model, reading.layer, view.unit)?.full ?? '';
    setText(label, view.unit === null ? 'no unit is selected' : `unit ${view.unit}, ${signal.title}`);
    if (reading !== shown) write(scene);
    colour(scene);
    move(scene);
  }

  function write({ reading, model }) {
    while (words.length > reading.steps) words.pop().root.remove();
    const added = [];
    while (words.length < reading.steps) {
      words.push(createWord(words.length));
      added.push(words.at(-1).root);
    }
    text.append(...added);
    words.forEach((word) => writeWord(word, reading, model.unknown));
    shown = reading;
  }

  /** Only the colours: nothing is laid out again. Without a unit, or while its values are read, the words stand on paper. */
  function colour({ reading, view, signal, ready }) {
    const values = ready ? reading.line(signal.name, view.unit) : null;
    const shades = values && shadesOf(signal.scale);
    words.forEach((word, step) => {
      const shade = values ? Math.round(Math.min(1, Math.max(0, position(signal.scale, values[step], reading.range))) * SHADES) : -1;
      if (shade !== word.shade) {
        setStyle(word.text, values ? shades[shade] : { background: '', color: '' });
        word.shade = shade;
      }
      describeWord(word, reading, values && { signal, value: values[step] });
    });
  }

  /** The selected word alone: two are touched, however many there are. */
  function move({ view }) {
    if (view.words !== 'prose' || selected === words[view.step]) return;
    selected?.root.removeAttribute('aria-selected');
    selected = words[view.step];
    selected.root.setAttribute('aria-selected', 'true');
    text.setAttribute('aria-activedescendant', selected.root.id);
    reveal(selected.root);
  }

  /** In sight within the text; the page itself stays where it is. */
  function reveal({ offsetTop: top, offsetHeight: height }) {
    if (top < text.scrollTop || top + height > text.scrollTop + text.clientHeight) text.scrollTop = top - text.clientHeight / 3;
  }

  return { update, move, destroy: () => text.replaceChildren() };
}

/** The styles of SHADES + 1 places of a scale, from its lower end to its upper. */
function shadesOf(scale) {
  const stops = readStops(scale);
  return Array.from({ length: SHADES + 1 }, (_, n) => {
    const colour = mix(stops, n / SHADES);
    return { background: `rgb(${colour.join(' ')})`, color: inkOn(colour) };
  });
}

function nextStep(key, step, last) {
  const steps = { ArrowRight: Math.min(last, step + 1), ArrowLeft: Math.max(0, step - 1), Home: 0, End: last };
  return steps[key] ?? null;
}
