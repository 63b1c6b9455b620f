/** Above the drawing: the unit before and after, the pin, one cell or all of them; below it: as a table. */

import { find, findAll, onWithin, setText } from '../dom.js';
import { showName } from '../name_tag.js';

/** @param {HTMLElement} container @param {any} events see microscope.js */
export function createScopeBar(container, { onStepUnit, onPin, onDrawing }) {
  const pin = find('.pin', container);
  const [up, down] = findAll('[data-rows]', container);
  const twin = find('[data-twin]', container);
  const [table, drawing, hint] = ['.scope-table', '.scope', '.signs-hint'].map((part) => find(part, container));
  let unit = null;

  onWithin(container, 'click', '[data-rows]', (button) => onStepUnit(Number(button.dataset.rows)));
  pin.addEventListener('click', () => onPin(unit));
  onWithin(container, 'change', 'input[type=radio]', (input, event) => {
    event.stopPropagation(); // a choice of this part alone
    onDrawing(input.value);
  });
  twin.addEventListener('click', () => {
    table.hidden = !table.hidden;
    drawing.hidden = hint.hidden = !table.hidden;
    twin.setAttribute('aria-expanded', String(!table.hidden));
    setText(twin, table.hidden ? 'Show as table' : 'Hide table');
  });

  function update(scene) {
    const { reading, view } = scene;
    showName(find('.scope-bar [data-name]', container), scene);
    unit = view.unit;
    const row = unit === null ? -1 : reading.row(unit);
    up.disabled = row === 0;
    down.disabled = row === reading.units.length - 1;
    pin.disabled = unit === null;
    pin.setAttribute('aria-pressed', String(view.pinned.includes(unit)));
    for (const input of findAll('input[type=radio]', container)) input.checked = input.value === view.drawing;
  }

  return { update };
}
