/** Two buttons for each unit of the chart: hold its hidden state at 0 or at its mean, and let it go again. */

import { el } from '../dom.js';
import { signed } from '../numbers.js';

/** @param {{holds: () => any[], onHolds: (holds: any[]) => void}} needs `holds` of the view, see holds.js */
export function createHolding({ holds, onHolds }) {
  let drawn = /** @type {{button: HTMLElement, hold: any}[]} */ ([]);

  /** @param {{layer: number, unit: number}} place @param {number | null} mean null: nobody measured it */
  function buttonsFor({ layer, unit }, mean) {
    const values = mean === null ? [['0', '0', 0]] : [['0', '0', 0], [signed(mean), `its mean, ${signed(mean)}`, mean]];
    return values.map(([text, name, value]) => createButton(text, `Hold unit ${unit} at ${name}`, { layer, units: [unit], signal: 'hidden', steps: null, value, off: false }));
  }

  function createButton(text, name, hold) {
    const button = el('button', { type: 'button', class: 'ablate-value', title: name, 'aria-label': name }, text);
    button.addEventListener('click', () => toggle(hold));
    drawn.push({ button, hold });
    return button;
  }

  /** One hold a unit: another value takes the place of the first. */
  function toggle(hold) {
    const others = holds().filter((each) => !isOn(each, hold));
    onHolds(find(hold) ? others.filter((each) => each !== find(hold)) : [...others, hold]);
  }

  const find = (hold) => holds().find((each) => isOn(each, hold) && each.value === hold.value);

  function mark() {
    for (const { button, hold } of drawn) button.setAttribute('aria-pressed', String(Boolean(find(hold))));
  }

  return { buttonsFor, mark, clear: () => { drawn = []; } };
}

/** Whether a hold in force is on this very unit, at all steps. */
function isOn({ layer, units, signal, steps, off }, hold) {
  return !off && !steps && layer === hold.layer && signal === hold.signal && units?.length === 1 && units[0] === hold.units[0];
}
