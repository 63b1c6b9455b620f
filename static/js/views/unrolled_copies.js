/** The row of copies. It may be thousands long: only those in sight, and the selected one, are in the document. */

import { find, onWithin, setStyle } from '../dom.js';
import { createLook } from '../drawing.js';
import { plain } from '../pieces.js';
import { inSight, scrollTo } from '../sight.js';
import { createCopy, WIDTH } from './unrolled_copy.js';

/** @param {HTMLElement} list scrolls, and holds a .track @param {{onStep: (step: number) => void}} events */
export function createCopies(list, { onStep }) {
  const track = find('.track', list);
  const copies = new Map(); // step -> element
  let scene = null; // null: nothing is drawn
  let cell = null; // how this kind of layer is computed and said
  let look = null;
  // What is in sight, as it was last told: asking the list itself would lay the page out at every step.
  let [left, room] = [0, 0];

  onWithin(track, 'click', '.copy', (copy) => onStep(Number(copy.dataset.step)));
  list.addEventListener('keydown', (event) => {
    const step = scene && !event.ctrlKey && !event.metaKey && !event.altKey ? stepAfter(event.key, scene) : null;
    if (step === null) return;
    event.preventDefault();
    onStep(step);
  });
  list.addEventListener('scroll', () => {
    left = list.scrollLeft;
    requestAnimationFrame(draw);
  });
  const observer = new ResizeObserver(() => {
    [left, room] = [list.scrollLeft, list.clientWidth];
    if (scene) move(scene);
  });
  observer.observe(list);

  function update(next, kind) {
    clear();
    cell = kind;
    look = createLook(next.reading.range);
    setStyle(track, { width: `${next.reading.steps * WIDTH}px` });
    list.setAttribute('aria-label', `Unit ${next.view.unit} at ${next.reading.steps} words: one copy of the network for each`);
    move(next);
  }

  /** Another step of the same unit: it is framed, and in sight. */
  function move(next) {
    scene = next;
    if (!room) return; // hidden
    const wanted = scrollTo(scene.view.step, sight());
    if (wanted !== left) list.scrollLeft = left = wanted;
    draw();
  }

  function draw() {
    if (!scene) return; // cleared since it was asked for
    const { step } = scene.view;
    const { first, last } = inSight(sight());
    for (const [n, copy] of copies) if ((n < first || n > last) && n !== step) drop(n, copy);
    for (let n = first; n <= last; n += 1) add(n);
    add(step);
    track.querySelector('[aria-selected=true]')?.setAttribute('aria-selected', 'false');
    copies.get(step).setAttribute('aria-selected', 'true');
    list.setAttribute('aria-activedescendant', copies.get(step).id);
  }

  function add(step) {
    if (copies.has(step)) return;
    const { reading, view } = scene;
    const moment = cell.momentOf(reading, { unit: view.unit, step });
    const said = plain(cell.sentenceOf(moment, { token: reading.tokens[step], unit: view.unit }));
    const copy = createCopy({ kind: reading.kind, token: reading.tokens[step], step, steps: reading.steps, moment, look, said });
    copy.setAttribute('aria-selected', 'false');
    setStyle(copy, { left: `${step * WIDTH}px` });
    copies.set(step, copy);
    const after = [...copies.keys()].filter((n) => n > step);
    track.insertBefore(copy, after.length ? copies.get(Math.min(...after)) : null); // in the order of the words
  }

  function drop(step, copy) {
    copy.remove();
    copies.delete(step);
  }

  function clear() {
    scene = null;
    for (const [step, copy] of copies) drop(step, copy);
    list.removeAttribute('aria-activedescendant');
  }

  /** The copies in sight, in the order of the words: their drawings and words. */
  function seen() {
    const { first, last } = inSight(sight());
    return [...copies.keys()].filter((step) => step >= first && step <= last).sort((a, b) => a - b)
      .map((step) => ({ drawing: find('svg', copies.get(step)), caption: find('bdi', copies.get(step)).textContent }));
  }

  function sight() {
    return { left, room, width: WIDTH, count: scene.reading.steps };
  }

  return { update, move, clear, seen, destroy: () => observer.disconnect() };
}

/** The step that a key goes to, or null for other keys. */
function stepAfter(key, { view, reading }) {
  const steps = { ArrowLeft: view.step - 1, ArrowRight: view.step + 1, Home: 0, End: reading.steps - 1 };
  return key in steps ? Math.min(reading.steps - 1, Math.max(0, steps[key])) : null;
}
