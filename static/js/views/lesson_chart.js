/** A chart of the lesson: as the server has made it, with a mark; pressing a point asks for its state. */

import { createChart } from '../chart.js';
import { find } from '../dom.js';

/** @param {HTMLElement} container @param {{slug: string, onState: (change: Record<string, unknown>) => void}} needs */
export function createLessonChart(container, { slug, onState }) {
  const root = find('.lesson-chart', container);
  const chart = createChart(root, { name: `gatescope-${slug}`, onPoint: pressed });
  let figure = /** @type {any} */ (null);

  /** `point` of a figure: which field a point stands for, and where its value is; null: points are only looked at. */
  function pressed(point) {
    if (figure.point) onState({ [figure.point.field]: point[figure.point.from] });
  }

  /** @param {{figure: {plot: any, mark: {from: number, width: number} | null, point: {field: string, from: string} | null}, says: string}} drawn */
  function update(drawn) {
    figure = drawn.figure;
    root.setAttribute('aria-label', `Chart: ${drawn.says}`);
    chart.draw(figure.plot).then(() => chart.mark(figure.mark?.from ?? null, figure.mark?.width));
  }

  return { update };
}
