/** Why is this gate so? Asks the server while it is open, and shows the parts of what the gate was given. */

import { find, setText } from '../dom.js';
import { holdAt } from '../holds.js';
import { nameOf } from '../names.js';
import { createBars } from './why_bars.js';
import { createPills } from './why_pills.js';

const PAUSE = 120; // ms of rest before it asks: a playing sentence would ask at every word

/**
 * @param {HTMLDetailsElement} container
 * @param {{load: (cell: {unit: number, step: number}) => Promise<any>, onUnit: (unit: number) => void}} events
 */
export function createWhy(container, { load, onUnit }) {
  const pills = createPills(find('.why-gates', container), { onChoose: show });
  const bars = createBars(find('.why-parts', container), { onUnit });
  const parts = find('.why-parts', container);
  const problem = find('.why-problem', container);
  let scene = null;
  let answer = null; // the latest, and what it answers
  let asked = ''; // what the newest question is about
  let waiting;

  container.addEventListener('toggle', ask);
  find('.link', problem).addEventListener('click', () => {
    asked = '';
    ask();
  });

  function update(next) {
    move(next);
    if (!parts.hidden) show(); // in the colours of the theme that is now in force
  }

  function move(next) {
    scene = next;
    const plain = scene.reading.kind === 'rnn';
    setText(find('summary span', container), plain ? 'Why is this value so?' : 'Why is this gate so?');
    find('.unselected', container).hidden = scene.view.unit !== null;
    ask();
  }

  /** Ask about the selected cell, unless that was the last question. */
  function ask() {
    if (!container.open || !scene) return;
    const { reading, view, ready } = scene;
    const question = ready ? JSON.stringify([reading.text, reading.model, reading.layer, view.unit, view.step, reading.holds]) : '';
    parts.hidden = view.unit === null || !answer;
    if (question === asked) return;
    asked = question;
    clearTimeout(waiting);
    problem.hidden = true;
    const known = answer?.question === question;
    parts.setAttribute('aria-busy', String(!known));
    if (question && !known) waiting = setTimeout(() => read(question, scene), PAUSE);
  }

  async function read(question, { view, model, table, reading }) {
    try {
      const { gates, token } = await load({ unit: view.unit, step: view.step });
      const isHeld = (signal) => holdAt(reading, { signal, unit: view.unit, step: view.step }) !== null;
      if (question === asked) accept({ question, gates, token, units: model.units, range: reading.range, table, isHeld, nameOf: (other) => nameOf(model, reading.layer, other) });
    } catch (error) {
      if (question === asked) fail(error);
    }
  }

  function accept(next) {
    answer = next;
    parts.hidden = false;
    parts.setAttribute('aria-busy', 'false');
    pills.update(answer.table.filter(({ name }) => name in answer.gates));
    show();
  }

  function fail(error) {
    parts.hidden = true;
    problem.hidden = false;
    setText(find('span', problem), `△ ${error.message}`);
  }

  function show() {
    bars.update(answer, pills.chosen());
  }

  return { update, move, destroy: () => clearTimeout(waiting) };
}
