/** What is held at the playhead as one bar: parts from zero outward, the oldest inside; below it their words. */

import { el, find, onWithin, setStyle, setText } from '../dom.js';

/**
 * A part of the bar. `label` and `value`: what is written of it; `step`: the word it leads to, or null for the rest;
 * `unit`: of a layer's part the unit that holds most of it, to which it leads besides, else null.
 *
 * @typedef {{label: string, value: string, amount: number, step: number | null, unit: number | null}} Held
 *
 * @param {HTMLElement} container
 * @param {{onPart: (part: {step: number, unit: number | null}) => void}} events
 */
export function createHeld(container, { onPart }) {
  const [title, total, lane, end, list] = ['.held-title', '.held-total', '.held-lane', '.held-end', '.held-parts'].map((selector) => find(selector, container));
  const strokes = find('.held-strokes', container);
  onWithin(container, 'click', '[data-step]', ({ dataset }) => {
    onPart({ step: Number(dataset.step), unit: 'unit' in dataset ? Number(dataset.unit) : null });
  });

  /**
   * @param {{title: string, value: string, tone: string, held: Held[], signed: boolean, low: number, high: number,
   *   sum: number}} shown `low` ≤ 0 ≤ `high`: the ends of the lane; `sum`: where the parts together end
   */
  function draw({ title: name, value, tone, held, signed, low, high, sum }) {
    setText(title, name);
    setText(total, value);
    total.className = `held-total num ${tone}`;
    const span = high - low || 1;
    const place = (amount) => (100 * (amount - low)) / span;
    const reach = { above: 0, below: 0 };
    fit(strokes, held.length, () => el('i', {}, el('bdi')));
    held.forEach((part, n) => {
      const side = part.amount < 0 ? 'below' : 'above';
      const from = reach[side];
      reach[side] += part.amount;
      const left = place(Math.min(from, reach[side]));
      write(strokes.children[n], part, signed);
      setStyle(strokes.children[n], { left: `${left}%`, width: `${(100 * Math.abs(part.amount)) / span}%` });
    });
    setStyle(lane, { '--zero': `${place(0)}%` });
    end.hidden = !signed;
    setStyle(end, { left: `${place(sum)}%` });
    tell(held, signed);
  }

  /** The words and numbers: buttons, for whoever has no mouse and for narrow parts. */
  function tell(held, signed) {
    fit(list, held.length, () => el('li', {}, el('button', { type: 'button' }, el('i'), el('bdi'), el('span', { class: 'num' }))));
    held.forEach((part, n) => {
      const [button] = list.children[n].children;
      const [swatch, label, number] = button.children;
      lead(button, part);
      button.disabled = part.step === null;
      swatch.className = toneOf(part, signed);
      setText(label, part.label);
      setText(number, part.value);
    });
  }

  return { draw };
}

function write(stroke, part, signed) {
  const tone = toneOf(part, signed);
  if (stroke.className !== tone) stroke.className = tone;
  setText(stroke.firstChild, part.step === null ? '' : part.label.replaceAll(/[“”]/g, ''));
  stroke.title = `${part.label} ${part.value}`;
  lead(stroke, part);
}

/** Where an element leads. */
function lead(element, { step, unit }) {
  for (const [name, value] of Object.entries({ step, unit })) {
    if (value === null) delete element.dataset[name];
    else element.dataset[name] = String(value);
  }
}

function toneOf({ amount, step }, signed) {
  const tone = signed ? { true: 'below', false: 'above' }[String(amount < 0)] : 'amount';
  return step === null ? `${tone} rest` : tone;
}

/** As many children as are needed. */
function fit(root, number, make) {
  while (root.children.length > number) root.lastChild.remove();
  while (root.children.length < number) root.append(make());
}
