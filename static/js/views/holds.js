/** What is held: a list, the hold that is being changed, and what the next word would be without it all. */

import { find, findAll, onWithin, setStyle, setText } from '../dom.js';
import { count } from '../numbers.js';
import { createHoldsForm } from './holds_form.js';
import { createHoldsGuesses } from './holds_guesses.js';
import { createHoldsList } from './holds_list.js';

/**
 * @param {HTMLElement} container
 * @param {{holding: any, onLook: (change: any) => void}} needs `holding`: see holding.js
 */
export function createHolds(container, { holding, onLook }) {
  const [fold, number, body] = ['.holds-fold', '.holds-count', '.holds-body'].map((selector) => find(selector, container));
  const list = createHoldsList(find('.holds-list', container), { onChoose: choose, onSwitch: (n, off) => change(n, { off }) });
  const form = createHoldsForm(find('.holds-form', container), find('.holds-problem', container), { onChange: (fields, thing) => change(chosen, fields, thing) });
  const guesses = createHoldsGuesses(find('.holds-guesses', container));
  const ways = { undo: holding.undo, redo: holding.redo, clear: () => holding.set([]), remove: () => remove(chosen) };
  let scene = /** @type {any} */ (null);
  let chosen = 0;
  let before = 0; // how many there were
  const isNarrow = matchMedia('(max-width: 720px)').matches; // there it opens when asked, or it would hide what it changes

  new ResizeObserver(() => setStyle(document.documentElement, { '--dock': `${container.offsetHeight}px` })).observe(container);
  onWithin(container, 'click', '[data-way]', (button) => ways[button.dataset.way]());
  onWithin(container, 'change', 'input[name=look]', (input) => onLook({ look: input.value }));
  fold.addEventListener('click', () => show(body.hidden));
  show(!isNarrow);

  function update(next) {
    scene = next;
    const { holds } = scene.view;
    const can = holding.can();
    if (holds.length > before) chosen = holds.length - 1;
    if (holds.length > before && !isNarrow) show(true);
    chosen = Math.min(chosen, Math.max(0, holds.length - 1));
    before = holds.length;
    container.hidden = !holds.length && !can.undo;
    setText(number, holds.length ? count(holds.length, 'hold') : 'Nothing is held');
    fold.disabled = !holds.length;
    body.classList.toggle('none', !holds.length);
    for (const name of ['undo', 'redo']) find(`[data-way=${name}]`, container).disabled = !can[name];
    find('[data-way=clear]', container).disabled = !holds.length;
    for (const input of findAll('input[name=look]', container)) input.checked = input.value === scene.view.look;
    list.update(scene, chosen);
    if (holds.length) form.update(scene, holds[chosen]);
    move(scene);
  }

  /** Another step: other guesses. */
  function move(next) {
    scene = next;
    guesses.update(scene);
  }

  function choose(n) {
    chosen = n;
    show(true);
    update(scene);
  }

  function change(n, fields, thing = '') {
    const { holds } = scene.view;
    holding.set(holds.map((hold, at) => (at === n ? { ...hold, ...fields } : hold)), thing && `${n} ${thing}`);
  }

  function remove(n) {
    holding.set(scene.view.holds.filter((_, at) => at !== n));
    if (scene.view.holds.length === 0) find('[data-way=undo]', container).focus();
  }

  function show(on) {
    body.hidden = !on;
    fold.setAttribute('aria-expanded', String(on));
    container.classList.toggle('folded', !on);
  }

  return { update, move, choose, focus: () => form.focus(), destroy: () => {} };
}
