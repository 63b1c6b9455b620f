/**
 * The only file that touches Plotly. It is loaded when the first figure is to be drawn, and not before the page has been
 * painted: its start is one long piece of work, in which no key is answered.
 */

import { el, find } from './dom.js';

const SHARP = 2;
const STATIC = { staticPlot: true };
const INTERACTIVE = {
  displaylogo: false, showSendToCloud: false, plotlyServerURL: '', typesetMath: false, responsive: true, showTips: false,
  displayModeBar: true, toImageButtonOptions: { format: 'png', scale: 2, filename: 'gatescope' },
  modeBarButtonsToAdd: [],
};

let loaded = /** @type {Promise<any> | null} */ (null);

/** Resolves to the library. @returns {Promise<any>} */
export function plotly() {
  loaded ??= new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => load(resolve))));
  return loaded;
}

/** The element that names it has the id by which Plotly makes no style sheet for maps of the world. */
function load(resolve) {
  const { content } = find('meta[name=plotly]');
  const script = el('script');
  script.src = content;
  script.addEventListener('load', () => resolve(/** @type {any} */ (globalThis).Plotly), { once: true });
  document.head.append(script);
}

/** Draw a bare figure to the size of its element. Nothing happens while the element has none. */
export function drawMap(element, figure) {
  return drawMaps([{ element, figure }]);
}

/**
 * Draw some of them, without the page being laid out anew for each: all are measured before the first is drawn, and Plotly,
 * which measures whenever it is given a configuration, is given it once.
 *
 * @param {{element: HTMLElement, figure: any}[]} maps
 */
export async function drawMaps(maps) {
  const library = await plotly();
  const sized = maps.map(({ element, figure }) => ({ element, figure, width: element.clientWidth, height: element.clientHeight }));
  for (const { element, figure, width, height } of sized) {
    const config = isPlot(element) ? undefined : STATIC;
    if (width && height) library.react(element, figure.data, { ...figure.layout, width, height }, config);
  }
}

/** Draw a full figure with its tools: hover, zoom, download as an image. */
export async function drawLarge(element, figure, name) {
  const library = await plotly();
  const download = svgButton(library, element, name);
  await library.newPlot(element, figure.data, figure.layout, {
    ...INTERACTIVE, toImageButtonOptions: { ...INTERACTIVE.toImageButtonOptions, filename: name }, modeBarButtonsToAdd: [download],
  });
}

/**
 * Draw or redraw a figure that can be pointed at. `onPoint` is told of clicks: the points of Plotly's event.
 *
 * @param {HTMLElement} element @param {any} figure @param {(points: any[]) => void} onPoint
 */
export async function drawChart(element, figure, onPoint) {
  const library = await plotly();
  const isNew = !isPlot(element);
  // Plotly redraws what is other than before: without a width of its own a figure keeps the one that it had.
  const width = element.clientWidth || undefined;
  await library.react(element, figure.data, { ...figure.layout, width }, { ...INTERACTIVE, responsive: false, displayModeBar: false });
  if (isNew) /** @type {any} */ (element).on('plotly_click', ({ points }) => onPoint(points));
}

/**
 * Save a figure as a file: a PNG has SHARP pixels for each of its own.
 *
 * @param {any} figure its layout has `width` and `height` @param {string} filename without its ending @param {string} format png or svg
 */
export async function saveFigure(figure, filename, format) {
  const library = await plotly();
  const { width, height } = figure.layout;
  await library.downloadImage(figure, { format, filename, width, height, ...(format === 'png' ? { scale: SHARP } : {}) });
}

/** Take a figure and its listeners away. */
export async function clearPlot(element) {
  (await plotly()).purge(element);
}

/** Whether Plotly has drawn here before. */
function isPlot(element) {
  return element.classList.contains('js-plotly-plot');
}

function svgButton(library, element, name) {
  return {
    name: 'svg',
    title: 'Download plot as an SVG',
    icon: library.Icons.disk,
    click: () => library.downloadImage(element, { format: 'svg', filename: name, width: element.clientWidth, height: element.clientHeight }),
  };
}
