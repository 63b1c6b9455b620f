/** Which layer, how many units, in which order, and which signal colours the words: native choices, kept in step. */

import { compared } from '../compared.js';
import { find, findAll, onWithin, setText } from '../dom.js';
import { showName } from '../name_tag.js';

const WORDS = { liveliness: 'liveliness', half_life: 'half-life', value: 'value here', clusters: 'similarity', index: 'index' };

/** @param {HTMLElement} container @param {Record<'onChoose' | 'onLook', (change: Record<string, any>) => void>} events */
export function createControls(container, { onChoose, onLook }) {
  const parsers = { layer: Number, sort: String, show: (value) => (value === 'all' ? null : Number(value)) };
  onWithin(container, 'change', 'input[type=radio]', (input) => {
    const name = input.name.split('-')[0];
    if (name === 'signal' || name === 'shown') onLook({ signal: input.value });
    else if (name === 'words') onLook({ words: input.value });
    else if (name in parsers) onChoose({ [name]: parsers[name](input.value) });
  });
  if (matchMedia('(max-width: 720px)').matches) find('#controls', container).open = false;

  function update(scene) {
    const { view, model, table } = scene;
    const signals = table.map((each) => each.name);
    const like = `like ${compared(view)}`;
    check(container, 'layer', String(view.layer));
    check(container, 'sort', view.sort);
    check(container, 'show', String(view.show ?? 'all'));
    find('#layers', container).hidden = model.layers < 2;
    offer(container, 'layer', (value) => Number(value) < model.layers);
    offer(container, 'sort', (value) => (value === 'half_life' ? signals.includes('forget') : value !== 'similarity' || compared(view) !== null));
    setText(find('input[name=sort][value=similarity] + span', container), like);
    check(container, 'words', view.words);
    offer(container, 'show', (value) => value === 'all' || Number(value) < model.units);
    for (const group of findAll('.colour-by [data-kind], .shown [data-kind]', container)) group.hidden = group.dataset.kind !== model.kind;
    find('.colour-by', container).hidden = signals.length < 2;
    for (const name of [`signal-${model.kind}`, `shown-${model.kind}`]) check(container, name, view.signal);
    const all = view.show === null || view.show >= model.units;
    setText(find('#controls summary', container), `${all ? `All ${model.units}` : `The ${view.show} liveliest`} units, ordered by ${WORDS[view.sort] ?? like}`);
    setText(find('input[name=show][value=all] + span', container), `all ${model.units}`);
    for (const unit of findAll('[data-unit-now]', container)) setText(unit, view.unit === null ? '…' : String(view.unit));
    showName(find('.colour-by [data-name]', container), scene);
  }

  return { update, destroy: () => {} };
}

function check(container, name, value) {
  for (const input of findAll(`input[name="${name}"]`, container)) input.checked = input.value === value;
}

function offer(container, name, isOffered) {
  for (const input of findAll(`input[name="${name}"]`, container)) input.closest('.pill').hidden = !isOffered(input.value);
}
