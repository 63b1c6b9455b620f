/** How long the units of the layer remember: a dot for each, on this text and in books. */

import { createChart } from '../chart.js';
import { find, findAll, onWithin } from '../dom.js';
import { lifeCell, livesLead, neighbourByLife } from '../lives_words.js';
import { nameOf } from '../names.js';
import { setPieces } from '../pieces.js';
import { createServed } from '../served.js';
import { createTwin } from '../twin.js';

/**
 * @param {HTMLElement} container
 * @param {{load: (question: any) => Promise<any>, onUnit: (unit: number) => void, onGradients: () => void}} events
 */
export function createLives(container, { load, onUnit, onGradients }) {
  const [lead, problem, none, bar, drawn] = ['.through-lead', '.through-problem', '.lives-none', '.lives-bar', '.lives-chart']
    .map((selector) => find(selector, container));
  const chart = createChart(drawn, { name: 'gatescope-half-lives', onPoint: ({ customdata }) => onUnit(customdata) });
  const twin = createTwin(find('[data-twin]', container), find('.through-table', container), { contents, name: 'gatescope-half-lives' });
  const asker = createServed(container, { load, show, again: () => update(scene), clear: () => say(problem) });
  let scene = /** @type {any} */ (null);
  let answer = /** @type {any} */ (null);

  onWithin(container, 'click', '[data-turn]', ({ dataset }) => onUnit(neighbourByLife(answer.units, scene.view.unit, Number(dataset.turn))));
  find('button', none).addEventListener('click', onGradients);

  function update(next) {
    scene = next;
    const { text, model, layer, theme } = scene.reading;
    const { unit, pinned } = scene.view;
    if (scene.table.some(({ name }) => name === 'forget')) asker.ask({ text, model, layer, unit, pinned, theme });
    else say(none);
  }

  function show(next, { unit }) {
    answer = next;
    for (const part of [lead, bar, drawn]) part.hidden = false;
    for (const part of [problem, none]) part.hidden = true;
    setPieces(lead, livesLead(answer, unit, nameOf(scene.model, scene.reading.layer, unit)));
    drawn.setAttribute('aria-label', `Dot plot: ${lead.textContent}`);
    for (const button of findAll('[data-turn]', bar)) {
      button.disabled = neighbourByLife(answer.units, unit, Number(button.dataset.turn)) === unit;
    }
    twin.update();
    chart.draw(answer.figures.half_lives);
  }

  /** A sentence in place of everything else. */
  function say(sentence) {
    asker.drop();
    answer = null;
    twin.close();
    for (const part of [lead, bar, drawn, problem, none]) part.hidden = part !== sentence;
  }

  function contents() {
    const { units, books } = answer;
    const columns = [units, ...(books ? [books] : [])];
    return {
      title: 'Half-life of each unit, in words',
      corner: 'unit',
      columns: ['on this text', 'in books'].slice(0, columns.length),
      rows: units.map((_, unit) => String(unit)),
      cell: (unit, column) => lifeCell(columns[column][unit]),
    };
  }

  return { update, destroy: () => (asker.drop(), chart.destroy()) };
}
