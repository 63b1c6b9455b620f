/** How it writes, in fields: a number for each setting, a slider for the temperature, another seed by a press. */

import { find, findAll } from '../dom.js';
import { formatSettings, nearest, parseSettings } from '../write_settings.js';

const SEEDS = 10_000; // a new seed is below: short enough to be told to someone

/** @param {HTMLElement} container @param {{onLook: (change: any) => void}} events */
export function createForm(container, { onLook }) {
  const fields = findAll('[data-setting]', container);
  const [numbers, slider] = [fields.filter(({ type }) => type === 'number'), find('[type=range]', container)];
  let settings = parseSettings(null);

  for (const field of numbers) field.addEventListener('change', () => put(field.dataset.setting, field.value));
  slider.addEventListener('input', () => put('temperature', slider.value));
  find('[data-dice]', container).addEventListener('click', () => put('seed', String(Math.floor(Math.random() * SEEDS))));

  function put(name, text) {
    settings = { ...settings, [name]: nearest(name, text) };
    show();
    onLook({ writing: formatSettings(settings) });
  }

  /** @param {{writing: string | null}} view */
  function update({ writing }) {
    if (formatSettings(settings) === writing && numbers[0].value) return; // someone may be typing
    settings = parseSettings(writing);
    show();
  }

  function show() {
    for (const field of fields) field.value = String(settings[field.dataset.setting]);
  }

  return { update };
}
