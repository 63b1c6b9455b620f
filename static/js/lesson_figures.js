/**
 * What draws the figure of a chapter, by name. Each is given its container, the start data and `onState`, which asks for
 * other fields of the state; its `update(drawn, theme)` draws a state as the server answers it.
 */

import { find, findAll } from './dom.js';
import { firstValue } from './holds.js';
import { Reading } from './reading.js';
import { sceneOf } from './scene.js';
import { createLessonChart } from './views/lesson_chart.js';
import { createLessonOrder } from './views/lesson_order.js';
import { createMicroscope } from './views/microscope.js';
import { createStrip } from './views/strip.js';
import { createUnrolled } from './views/unrolled.js';

/** @type {Record<string, (container: HTMLElement, needs: any) => {update: (drawn: any, theme: string) => void}>} */
export const FIGURES = { scope: createScope, copies: createCopies, chart: createLessonChart, order: createOrder, lanes: createLanes };

/**
 * One cell at one word, and the words. Where a signal is a field of the state, pressing its number holds it or lets it go:
 * at every word, or at the one that the figure names.
 */
function createScope(container, { models, signals, onState }) {
  const none = () => {};
  let drawn = /** @type {any} */ (null);
  let scene = /** @type {any} */ (null);
  const words = createStrip(find('.strip', container), { onStep: (step) => onState({ step }) });
  const microscope = createMicroscope(findAll('.microscope', container), { onStepUnit: none, onPin: none, onDrawing: none, onHold: hold });

  function hold(name) {
    const { view: { unit, step }, reading, table } = scene;
    const value = firstValue(table.find((signal) => signal.name === name), [reading.value(name, unit, step)]);
    if (name in drawn.state) onState({ [name]: drawn.state[name] === null ? value : '' });
  }

  function update(next, theme) {
    drawn = next;
    scene = sceneFor(drawn.figure, { models, signals, theme });
    words.update(scene);
    words.reveal(scene.view.step);
    microscope.update(scene);
    const isHere = (drawn.figure.held_at ?? scene.view.step) === scene.view.step;
    for (const button of findAll('.hold-button', container)) button.hidden = !isHere || !(button.dataset.holds in drawn.state);
  }

  return { update };
}

/** The network once for every word. */
function createCopies(container, { models, signals, onState }) {
  const copies = createUnrolled(find('.unrolled', container), { onStep: (step) => onState({ step }) });
  return { update: ({ figure }, theme) => copies.update(sceneFor(figure, { models, signals, theme })) };
}

/** Words that change places, and where the memories end. */
function createOrder(container, needs) {
  const [words, chart] = [createLessonOrder(find('.lesson-order', container), needs), createLessonChart(container, needs)];
  return { update: (drawn) => [words, chart].forEach((view) => view.update(drawn)) };
}

/** The words, and a chart of what the network did at them. */
function createLanes(container, needs) {
  const words = createStrip(find('.strip', container), { onStep: (step) => needs.onState({ step }) });
  const chart = createLessonChart(container, needs);

  function update(drawn, theme) {
    words.update(sceneFor(drawn.figure, { ...needs, theme }));
    words.reveal(drawn.figure.view.step);
    chart.update(drawn);
  }

  return { update };
}

/** What the explorer's views take, of a reading that the server has put into a figure. */
function sceneFor({ reading, view }, { models, signals, theme }) {
  const read = new Reading(reading, { text: view.text, theme, holds: view.holds });
  return sceneOf({ reading: read, view: { ...view, drawing: 'unrolled' }, peek: null }, models.find(({ name }) => name === view.model), signals);
}
