/** Which signal is read, of which layer, and where in the sentence; and where the lists are kept. */

import { el, find, findAll, onWithin, setText } from '../dom.js';

const KEPT = {
  link: '',
  tab: 'These lists are too long for a link: the address leaves them out, and only this tab keeps them.',
  nowhere: 'These lists are too long for a link, and this browser keeps nothing for pages: save them before you leave.',
};

/**
 * @param {HTMLElement} container
 * @param {{onChoose: (choice: any) => void}} events
 */
export function createProbeChoices(container, { onChoose }) {
  const [signals, layers] = ['.probe-signals [role=radiogroup]', '.probe-layers [role=radiogroup]'].map((selector) => find(selector, container));
  let drawn = '';
  onWithin(container, 'change', '[name=signal]', ({ value }) => onChoose({ signal: value }));
  onWithin(container, 'change', '[name=layer]', ({ value }) => onChoose({ layer: Number(value) }));
  onWithin(container, 'change', '[name=at]', ({ value }) => onChoose({ at: value }));

  /** @param {{view: any, signals: any[], layers: number}} next */
  function update({ view, signals: table, layers: count }) {
    const kind = JSON.stringify([table.map(({ name }) => name), count]);
    if (kind !== drawn) {
      signals.replaceChildren(...table.map(({ name, symbol, title }) => pill('signal', name, el('span', { class: 'sym' }, symbol), title)));
      layers.replaceChildren(...Array.from({ length: count }, (_, layer) => pill('layer', String(layer), el('span', {}, String(layer + 1)))));
      drawn = kind;
    }
    find('.probe-layers', container).hidden = count < 2;
    for (const name of ['signal', 'layer', 'at']) {
      for (const input of findAll(`[name=${name}]`, container)) input.checked = input.value === String(view[name]);
    }
  }

  /** @param {'link' | 'tab' | 'nowhere'} where */
  function tellKept(where) {
    setText(find('.probe-kept', container), KEPT[where]);
  }

  return { update, tellKept, destroy: () => {} };
}

function pill(name, value, face, label = null) {
  return el('label', { class: 'pill' }, el('input', { type: 'radio', name, value, 'aria-label': label }), face);
}
