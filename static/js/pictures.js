/** A quiet button beside every figure, and the one menu that it opens: the figure as a file, PNG or SVG. */

import { el, find, svg } from './dom.js';
import { saveDrawing } from './drawing_file.js';
import { saveFigure } from './plot.js';
import { visible } from './words.js';

const FORMATS = [['png', 'PNG', 'for slides and texts'], ['svg', 'SVG', 'sharp at any size']];
const ARROW = 'M7 1v8M3.5 6L7 9.5 10.5 6M1.5 12.5h11';
const ID = 'picture-menu';

/**
 * `name` of the file without its ending; and a figure as picture.js makes it, or a drawing as drawing_file.js makes it.
 *
 * @typedef {{name: string, figure?: any, drawing?: SVGSVGElement}} Picture
 */

let take = /** @type {() => Picture | Promise<Picture>} */ (() => Promise.reject(new Error('Nothing is chosen.')));

/**
 * @param {string} what the figure is called
 * @param {() => Picture | Promise<Picture>} make the picture of what is seen, when it is asked for
 */
export function createPictureButton(what, make) {
  if (!document.getElementById(ID)) document.body.append(createMenu());
  const words = { 'aria-label': `Save as a picture: ${what}`, title: 'Save as a picture' };
  const button = el('button', { type: 'button', class: 'round picture', popovertarget: ID, ...words }, icon());
  button.addEventListener('click', () => (take = make));
  return button;
}

/** The colours of the theme in force. */
export function paperColours() {
  const style = getComputedStyle(document.documentElement);
  const [paper, ink, soft, bar, pos, neg] = ['--paper', '--ink', '--soft', '--bar', '--pos-fill', '--neg-fill'].map((name) => style.getPropertyValue(name).trim());
  return { paper, ink, soft, bar, pos, neg };
}

/** Of what a picture is: the model, the chosen one unless another is named, and the sentence where the page has one. */
export function sourceLine(name = '') {
  const model = /** @type {HTMLSelectElement | null} */ (document.querySelector('#model'));
  const sentence = /** @type {HTMLTextAreaElement | null} */ (document.querySelector('#sentence'));
  return [name || model?.value, sentence && visible(sentence.value.replace(/\s+/g, ' ').trim())].filter(Boolean).join(' · ');
}

function createMenu() {
  const problem = el('p', { class: 'picture-problem', role: 'status' });
  const menu = el('div', { popover: '', id: ID, class: 'menu picture-menu', role: 'group', 'aria-label': 'Save as a picture' },
    ...FORMATS.map(([format, name, what], n) => {
      const button = el('button', { type: 'button', 'data-picture': format, autofocus: n === 0 }, el('b', {}, name), ' ', el('span', { class: 'muted' }, what));
      button.addEventListener('click', () => save(format));
      return button;
    }), problem);
  menu.addEventListener('beforetoggle', () => problem.replaceChildren());

  async function save(format) {
    try {
      const { name, figure, drawing } = await take();
      await (drawing ? saveDrawing(drawing, name, format) : saveFigure(figure, name, format));
      menu.hidePopover();
    } catch (/** @type {any} */ error) {
      find('.picture-problem', menu).replaceChildren(`△ ${error.message} Try again.`);
    }
  }

  return menu;
}

function icon() {
  return svg('svg', { viewBox: '0 0 14 14', width: 13, height: 13, 'aria-hidden': 'true' },
    svg('path', { d: ARROW, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.4 }));
}
