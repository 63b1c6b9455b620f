/** A figure that the server has made, and the playhead over it: an element of its own, so that a step redraws nothing. */

import { el, setStyle } from './dom.js';
import { clearPlot, drawChart } from './plot.js';

const ROOM = 54; // px that a word of an axis takes, about

/**
 * @param {HTMLElement} root empty
 * @param {{name: string, onPoint?: (point: any, points: any[]) => void}} needs `name` of a downloaded image; `onPoint` is
 *   given the point of Plotly's click event: {x, y, customdata, pointNumber, data}
 */
export function createChart(root, { name, onPoint = () => {} }) {
  const plot = el('div', { class: 'chart-plot' });
  const band = el('div', { class: 'chart-band', hidden: true });
  root.classList.add('chart');
  root.replaceChildren(plot, band);
  let figure = /** @type {any} */ (null);
  let width = 0;
  const observer = new ResizeObserver(([{ contentRect }]) => {
    if (figure && contentRect.width && contentRect.width !== width) draw(figure);
  });
  observer.observe(plot);

  /** @param {any} next {data, layout}; its left and right margins are fixed, and its x axis has a range */
  function draw(next) {
    figure = next;
    setStyle(root, { '--chart-left': `${figure.layout.margin.l}px`, '--chart-right': `${figure.layout.margin.r}px`,
      '--chart-top': `${figure.layout.margin.t}px`, '--chart-bottom': `${figure.layout.margin.b}px` });
    width = plot.clientWidth;
    return drawChart(plot, thinned(figure, width), name, (points) => onPoint(points[0], points));
  }

  /** Mark what lies between two places of the x axis, or nothing. @param {number | null} from @param {number} width */
  function mark(from, width = 1) {
    band.hidden = from === null || !figure;
    if (band.hidden || from === null) return;
    const [low, high] = figure.layout.xaxis.range;
    setStyle(band, { '--from': String((from - low) / (high - low)), '--width': String(width / (high - low)) });
  }

  return { draw, mark, destroy: () => (observer.disconnect(), clearPlot(plot)) };
}

/** The figure with every n-th word of its axis: as many as there is room for. */
function thinned(figure, width) {
  const { margin, xaxis } = figure.layout;
  if (!xaxis.ticktext || xaxis.type === 'log') return figure;
  const every = Math.ceil((xaxis.ticktext.length * ROOM) / Math.max(ROOM, width - margin.l - margin.r));
  const [tickvals, ticktext] = [xaxis.tickvals, xaxis.ticktext].map((values) => values.filter((_, n) => n % every === 0));
  return { ...figure, layout: { ...figure.layout, xaxis: { ...xaxis, tickvals, ticktext } } };
}
