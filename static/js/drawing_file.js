/** A drawing of the page as a picture of its own: the looks that style sheets give it are written into it. */

import { el, findAll, svg } from './dom.js';
import { download } from './files.js';
import { LETTER, wrapped } from './picture.js';

const LOOKS = ['fill', 'stroke', 'stroke-width', 'stroke-linejoin', 'stroke-linecap', 'stroke-dasharray', 'opacity', 'display', 'visibility',
  'paint-order', 'font-family', 'font-size', 'font-style', 'font-weight', 'text-anchor'];
const EDGE = 20; // px around it
const HEAD = 40; // px of the title
const LINE = 18; // px of each line below it
const SHARP = 3; // pixels of a PNG for each of the drawing's

/**
 * A copy under its words, on the theme's paper.
 *
 * @param {SVGSVGElement} drawing with a viewBox @param {{title: string, notes: string[]}} words
 * @param {import('./picture.js').Colours} colours
 */
export function standAlone(drawing, words, colours) {
  const { width, height } = drawing.viewBox.baseVal;
  return framed(withLooks(drawing), { width, height }, words, colours);
}

/**
 * Copies of drawings of one size, side by side, each above its caption.
 *
 * @param {{drawing: SVGSVGElement, caption: string}[]} row at least one @param {{title: string, notes: string[]}} words
 * @param {import('./picture.js').Colours} colours
 */
export function sideBySide(row, words, colours) {
  const { width, height } = row[0].drawing.viewBox.baseVal;
  const copies = row.flatMap(({ drawing, caption }, n) => {
    const copy = withLooks(drawing);
    for (const [name, value] of Object.entries({ x: n * width, width, height, overflow: 'visible' })) copy.setAttribute(name, String(value));
    return [copy, svg('text', { x: (n + 0.4) * width, y: height + LINE, 'text-anchor': 'middle', 'font-family': 'serif', 'font-size': 16, fill: colours.ink }, caption)];
  });
  return framed(svg('svg', {}, ...copies), { width: row.length * width, height: height + 2 * LINE }, words, colours);
}

/** A drawing under its words, on the theme's paper. */
function framed(copy, { width, height }, { title, notes }, { paper, ink, soft }) {
  const lines = notes.flatMap((note) => wrapped(note, Math.floor(width / LETTER)));
  const head = EDGE + HEAD + lines.length * LINE;
  const [across, down] = [width + 2 * EDGE, height + head + EDGE];
  for (const [name, value] of Object.entries({ x: EDGE, y: head, width, height, overflow: 'visible' })) copy.setAttribute(name, String(value));
  const { fontFamily } = getComputedStyle(document.body);
  const line = (text, y, look) => svg('text', { x: EDGE, y, 'font-family': fontFamily, ...look }, text);
  return svg('svg', { width: across, height: down, viewBox: `0 0 ${across} ${down}` },
    svg('rect', { width: across, height: down, fill: paper }), line(title, EDGE + 16, { fill: ink, 'font-size': 17 }),
    ...lines.map((note, n) => line(note, EDGE + HEAD + n * LINE, { fill: soft, 'font-size': 12.5 })), copy);
}

/** Save what `standAlone` has made. @param {SVGSVGElement} picture @param {string} name without its ending @param {string} format png or svg */
export async function saveDrawing(picture, name, format) {
  const file = new Blob([new XMLSerializer().serializeToString(picture)], { type: 'image/svg+xml' });
  if (format === 'svg') return download(`${name}.svg`, file);
  const address = URL.createObjectURL(file);
  try {
    const image = el('img', { src: address });
    await image.decode();
    download(`${name}.png`, await painted(image));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** @param {HTMLImageElement} image @returns {Promise<Blob>} */
function painted(image) {
  const canvas = el('canvas', { width: image.naturalWidth * SHARP, height: image.naturalHeight * SHARP });
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('This browser cannot make a PNG.')))));
}

function withLooks(drawing) {
  const copy = drawing.cloneNode(true);
  const originals = [drawing, ...findAll('*', drawing)];
  [copy, ...findAll('*', copy)].forEach((element, n) => {
    const style = getComputedStyle(originals[n]);
    for (const name of LOOKS) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute('class');
    element.removeAttribute('style');
  });
  return copy;
}
