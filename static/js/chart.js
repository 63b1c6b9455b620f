/** A figure that the server has made, and the playhead over it: an element of its own, so that a step redraws nothing. */

import { el, findAll, setStyle } from './dom.js';
import { onPaper } from './picture.js';
import { createPictureButton, paperColours, sourceLine } from './pictures.js';
import { clearPlot, drawChart } from './plot.js';

const ROOM = 54; // px that a word of an axis takes, about
const LEAST = 640; // px: a picture is no narrower

/**
 * @param {HTMLElement} root empty
 * @param {{name: string, onPoint?: (point: any, points: any[]) => void, isOfText?: boolean,
 *   pictureOf?: (figure: any, plot: HTMLElement, isOfText: boolean) => any}} needs
 *   `name` of a saved picture; `onPoint` is given the point of Plotly's click event: {x, y, customdata, pointNumber, data};
 *   `isOfText`: whether it shows the sentence that is read; `pictureOf` makes a picture of the figure: see picture.js
 */
export function createChart(root, { name, onPoint = () => {}, isOfText = true, pictureOf = withWords }) {
  const plot = el('div', { class: 'chart-plot' });
  const band = el('div', { class: 'chart-band', hidden: true });
  root.classList.add('chart');
  root.replaceChildren(plot, band, createPictureButton(name.replace('gatescope-', '').replaceAll('-', ' '), () => ({ name, figure: pictureOf(figure, plot, isOfText) })));
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
    return drawChart(plot, thinned(figure, width), (points) => onPoint(points[0], points));
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

/** A figure as it is drawn, under the words of its part of the page. */
function withWords(figure, plot, isOfText) {
  const size = { width: Math.max(LEAST, plot.clientWidth), height: plot.clientHeight };
  const { title, lead } = wordsAround(plot.parentElement);
  return onPaper(thinned(figure, size.width), { title, notes: [lead, isOfText ? sourceLine() : ''] }, size, paperColours());
}

/** What the page says of a figure: the heading above it or that of its part, and the sentence that leads it. */
function wordsAround(root) {
  const part = root.closest('[role=tabpanel], section');
  const above = findAll(':scope > h3, :scope > .through-bar > h3', root.parentElement)
    .filter((heading) => heading.compareDocumentPosition(root) & Node.DOCUMENT_POSITION_FOLLOWING);
  const heading = above.at(-1) ?? document.getElementById(part?.getAttribute('aria-labelledby') ?? '') ?? root;
  return { title: heading.textContent.trim(), lead: part?.querySelector('.through-lead')?.textContent ?? '' };
}

/** The figure with every n-th word of its axis: as many as there is room for. */
function thinned(figure, width) {
  const { margin, xaxis } = figure.layout;
  if (!xaxis.ticktext || xaxis.type === 'log') return figure;
  const every = Math.ceil((xaxis.ticktext.length * ROOM) / Math.max(ROOM, width - margin.l - margin.r));
  const [tickvals, ticktext] = [xaxis.tickvals, xaxis.ticktext].map((values) => values.filter((_, n) => n % every === 0));
  return { ...figure, layout: { ...figure.layout, xaxis: { ...xaxis, tickvals, ticktext } } };
}
