/** The fields of a chapter's figure: texts, choices, valves. Each change asks for another state. */

import { findAll, onWithin } from '../dom.js';

const TYPED = 400; // ms without another key

/** @param {HTMLFormElement} form @param {{onState: (change: Record<string, unknown>) => void}} events */
export function createLessonFields(form, { onState }) {
  let waiting = 0;

  form.addEventListener('submit', (event) => event.preventDefault());
  onWithin(form, 'input', '[name]', (field) => {
    clearTimeout(waiting);
    const tell = () => onState({ ...forgotten(field), [field.name]: field.value });
    if (field.type === 'text') waiting = setTimeout(tell, TYPED);
    else tell();
  });
  onWithin(form, 'input', '[data-slides]', (slider) => onState({ [slider.dataset.slides]: slider.value }));

  /** Show a state; what is being typed stays as it is. An empty number stands for what its hint says. */
  function update({ state, hints }) {
    for (const field of findAll('[name]', form)) if (field.name in state) show(field, state[field.name], hints[field.name]);
    for (const slider of findAll('[data-slides]', form)) slider.value = state[slider.dataset.slides] ?? hints[slider.dataset.slides];
  }

  return { update };
}

/** Fields that have no meaning any more when this one has changed. */
function forgotten({ dataset: { forgets = '' } }) {
  return Object.fromEntries(forgets.split(' ').filter(Boolean).map((name) => [name, '']));
}

function show(field, value, hint) {
  if (field.type === 'radio') field.checked = field.value === String(value);
  else if (field !== document.activeElement || field.type === 'number') field.value = value ?? '';
  if (hint !== undefined) field.placeholder = hint;
}
