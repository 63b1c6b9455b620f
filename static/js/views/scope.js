/** The microscope of one kind of layer. */

import { find, setText } from '../dom.js';
import { createLook } from '../drawing.js';
import { standAlone } from '../drawing_file.js';
import { holdAt } from '../holds.js';
import { createPictureButton, paperColours, sourceLine } from '../pictures.js';
import { plain, setPieces } from '../pieces.js';
import { tokenWord } from '../words.js';
import { createEquations } from './equations.js';
import { createMomentTable } from './moment_table.js';
import { createScopeBar } from './scope_bar.js';
import { createScopeHolds } from './scope_holds.js';
import { createSigns } from './signs.js';

/**
 * @param {HTMLElement} container within the maps of its kind
 * @param {any} cell what microscope.js knows of this kind: how its moment is computed, said and drawn
 * @param {any} events see microscope.js
 */
export function createScope(container, { kind, NUMBERS, momentOf, sentenceOf, signsOf, inletOf, draw }, events) {
  const maps = container.parentElement;
  const figure = find('.scope', container);
  const [word, number] = [find('h2 .word', container), find('h2 .num', container)];
  const said = find('.said', container);
  const bar = createScopeBar(container, events);
  const equations = createEquations(find('.live', maps));
  const signs = createSigns(figure, kind);
  const holds = createScopeHolds(figure, events);
  const table = createMomentTable(NUMBERS);
  let drawing = null;
  let look = null;
  let last = null; // the scene that is drawn: it stays while another is being read

  find('.scope-table', container).append(table.element);
  find('.scope-foot', container).append(createPictureButton('the cell', picture));
  let room = 0; // px: asking the figure itself would lay the whole page out anew
  const observer = new ResizeObserver(([entry]) => {
    room = Math.round(entry.contentRect.width);
    if (last) fit();
  });
  observer.observe(figure);

  /** The drawing, under what is said of it. */
  function picture() {
    const { reading, view } = last;
    const words = { title: find('h2 .inside', container).textContent, notes: [said.textContent, sourceLine()] };
    const name = `gatescope-${reading.model}-unit-${view.unit}-step-${view.step}`;
    return { name, drawing: standAlone(drawing.element, words, paperColours()) };
  }

  function update(scene) {
    if (scene.ready) last = scene;
    if (scene.view.unit === null) last = null;
    maps.dataset.inside = String(last !== null);
    find('.unselected', container).hidden = scene.view.unit !== null;
    bar.update(scene);
    if (!scene.ready) return;
    look = createLook(scene.reading.range);
    fit();
  }

  /** Another step of the same unit. */
  function move(scene) {
    if (!scene.ready) return;
    last = scene;
    show();
  }

  /** Draw to the room there is, which is none while the layer is hidden. */
  function fit() {
    if (room && drawing?.room !== room) {
      const next = { ...draw(room), room };
      if (drawing) drawing.element.replaceWith(next.element);
      else figure.prepend(next.element);
      drawing = next;
      signs.place(drawing);
      holds.place(drawing);
    }
    show();
  }

  function show() {
    const { reading, view, model } = last;
    const about = { token: reading.tokens[view.step], unit: view.unit, units: model.units, layer: reading.layer };
    const moment = momentOf(reading, view, heldOf(last));
    const sentence = sentenceOf(moment, about);
    setText(word, tokenWord(about.token));
    setText(number, String(about.unit));
    setPieces(said, sentence);
    table.show(moment);
    equations.show(moment);
    if (!drawing) return;
    drawing.element.setAttribute('aria-label', plain(sentence));
    drawing.show(moment, look, inletOf(about));
    signs.show(signsOf(moment, about));
    holds.show(last, moment);
  }

  return { update, move, destroy: () => observer.disconnect() };
}

/** The names of the signals that were held in this unit at this step when it was read. */
function heldOf({ table, view: { unit, step }, reading }) {
  return new Set(table.map(({ name }) => name).filter((signal) => holdAt(reading, { signal, unit, step })));
}
