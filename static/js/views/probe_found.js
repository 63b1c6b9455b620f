/** What was found: in words, as a figure over the band of chance, and as a table of the units that tell best. */

import { createChart } from '../chart.js';
import { el, find, setText } from '../dom.js';
import { setPieces } from '../pieces.js';
import { examplesWords, probeLead, probeTable } from '../probe_words.js';
import { createTwin } from '../twin.js';
import { createRanking } from './probe_ranking.js';

/**
 * @param {HTMLElement} container
 * @param {{onUnit: (unit: number) => void, onRetry: () => void}} events
 */
export function createProbeFound(container, { onUnit, onRetry }) {
  const [lead, warnings, problem, drawn, button] = ['.through-lead', '.probe-warnings', '.through-problem', '.probe-drawn', '[data-twin]']
    .map((selector) => find(selector, container));
  const chart = createChart(find('.probe-chart', container), { name: 'gatescope-probe', onPoint: ({ customdata }) => onUnit(customdata[1]) });
  const ranking = createRanking(find('.probe-ranking', container), { onUnit });
  const twin = createTwin(button, find('.through-table', container), { contents: () => probeTable(scene.answer, scene.layers, scene.names), name: 'gatescope-probe' });
  let scene = /** @type {any} */ (null);

  find('.link', problem).addEventListener('click', onRetry);

  /** @param {{answer: any, unit: number, layers: number, names: any}} next `names`: see nameOf */
  function update(next) {
    const before = scene;
    scene = next;
    const { answer, unit, layers, names } = scene;
    problem.hidden = true;
    container.dataset.stale = 'false';
    for (const part of [drawn, button]) part.hidden = false;
    if (before?.answer !== answer) {
      setPieces(lead, probeLead(answer, layers));
      warnings.replaceChildren(...answer.notices.map((notice) => el('p', {}, `△ ${notice}`)));
      setText(find('.probe-examples', container), examplesWords(answer));
      chart.draw(answer.figures.probe);
      ranking.draw(answer, layers, names);
      twin.update();
    }
    mark(answer.figures.probe.data[0], unit);
    ranking.mark(unit);
  }

  /** The dot of the selected unit. */
  function mark({ customdata }, selected) {
    const place = customdata.findIndex(([, unit]) => unit === selected);
    chart.mark(place < 0 ? null : place - 0.5);
  }

  /** @param {boolean} on whether an answer is awaited */
  function wait(on) {
    container.setAttribute('aria-busy', String(on));
  }

  /** What went wrong with the asking itself. */
  function fail(sentence) {
    problem.hidden = false;
    setText(find('span', problem), `△ ${sentence}`);
  }

  /** What is shown is of other lists than those typed. */
  function stale() {
    container.dataset.stale = 'true';
  }

  return { update, wait, fail, stale, destroy: chart.destroy };
}
