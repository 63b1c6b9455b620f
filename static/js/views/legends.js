/** The two scales in numbers. The ramps themselves are drawn by the style sheet, from the same stops. */

import { el, find, setStyle, setText } from '../dom.js';
import { bend } from '../colours.js';
import { limit, tick } from '../numbers.js';

/** @param {HTMLElement} container */
export function createLegends(container) {
  const signedScale = find('[data-scale=signed]', container);
  const gates = find('[data-scale=gate]', container);

  /** On a phone the signal shown alone has its scale alone. */
  function update({ reading: { range }, signal: { scale }, table }) {
    setText(find('.low', signedScale), `≤ −${limit(range)}`);
    setText(find('.high', signedScale), `≥ +${limit(range)}`);
    gates.hidden = !table.some((signal) => signal.scale === 'gate');
    for (const each of [gates, signedScale]) setText(find('[data-symbols]', each), symbols(table, each.dataset.scale));
    container.dataset.shown = scale;
    const marks = (range > 5 ? [-3, -1, 0, 1, 3] : [-1, 0, 1]).filter((value) => Math.abs(value) < range);
    find('.ramp', signedScale).replaceChildren(...marks.map((value) => mark(value, range)));
  }
  return { update, destroy: () => {} };
}

function mark(value, range) {
  const element = el('i', {}, tick(value));
  setStyle(element, { left: `${(bend(value, range) + 1) * 50}%` });
  return element;
}

function symbols(table, scale) {
  return table.filter((signal) => signal.scale === scale).map((signal) => signal.symbol).join(' ');
}
