/** How one unit reads the sentences of both lists: each as a strip of words, read by the network when it is in sight. */

import { unitName } from '../ablate_words.js';
import { readStops } from '../colours.js';
import { find, setText } from '../dom.js';
import { watchNear } from '../near.js';
import { placeWords } from '../probe_words.js';
import { createQueue } from '../queue.js';
import { createStrip } from './probe_strip.js';

const NAMES = ['with', 'without'];
const AT_ONCE = 2; // requests
const SHOWN = 12; // sentences of a list, until more are asked for

/**
 * @param {HTMLElement} container
 * @param {{load: (question: any) => Promise<any>}} needs `load` asks `POST /trace`
 */
export function createProbeSentences(container, { load }) {
  const problem = find('.through-problem', container);
  const lists = Object.fromEntries(NAMES.map((name) => [name, { root: find(`[data-strips=${name}]`, container), strips: /** @type {any[]} */ ([]), most: SHOWN }]));
  const queue = createQueue(AT_ONCE);
  let scene = /** @type {any} */ (null);
  let look = ''; // what a value is of: with another one all sentences are read anew
  let traces = new Map(); // text -> its trace under this look; null while it is asked for

  for (const [name, list] of Object.entries(lists)) {
    find('button', list.root).addEventListener('click', () => {
      list.most += SHOWN;
      fill(name);
    });
  }
  find('.link', problem).addEventListener('click', () => update(scene));

  /** @param {{question: any, unit: number, layers: number, range: number, signal: any}} next */
  function update(next) {
    scene = next;
    const { question: { model, layer, at }, unit, layers, signal } = scene;
    const before = look;
    look = JSON.stringify([model, layer, unit, signal.name]);
    if (look !== before) traces = new Map();
    container.hidden = false;
    problem.hidden = true;
    setText(find('h2', container), `How unit ${unitName({ layer, unit }, layers)} reads them`);
    setText(find('.probe-legend', container), `Every word on the colour of the ${signal.title} there; at the end its value ${placeWords(at)}. A press opens the sentence in Explore.`);
    NAMES.forEach(fill);
  }

  /** As many strips as there are sentences to show. */
  function fill(name) {
    const { root, strips, most } = lists[name];
    const texts = scene.question[name];
    const shown = texts.slice(0, most);
    const left = texts.length - shown.length;
    for (const strip of strips.splice(shown.length)) strip.drop();
    while (strips.length < shown.length) strips.push(appended(find('ol', root)));
    shown.forEach((text, n) => strips[n].begin(text));
    paint(name);
    strips.forEach(want);
    find('button', root).hidden = left === 0;
    setText(find('button', root), `Show ${Math.min(SHOWN, left)} more of ${left}`);
  }

  function appended(place) {
    const strip = createStrip();
    const unwatch = watchNear(strip.root, (near) => {
      strip.near = near;
      want(strip);
    });
    strip.drop = () => (unwatch(), strip.root.remove());
    place.append(strip.root);
    return strip;
  }

  function want(strip) {
    const text = strip.text();
    if (!strip.near || traces.has(text)) return;
    traces.set(text, null);
    queue.add(() => read(strip, text, traces));
  }

  /** Read a sentence, unless nobody looks for it any more. */
  async function read(strip, text, kept) {
    if (kept !== traces || !strip.near || strip.text() !== text) return kept.delete(text);
    const { question: { model, layer }, unit, signal } = scene;
    try {
      kept.set(text, await load({ text, model, layer, signals: [signal.name], units: [unit], top_k: 0 }));
      if (kept === traces) NAMES.forEach(paint);
    } catch (error) {
      kept.delete(text);
      if (kept === traces) fail(/** @type {Error} */ (error).message);
    }
  }

  /** Colour what has been read. */
  function paint(name) {
    const stops = readStops(scene.signal.scale);
    for (const strip of lists[name].strips) strip.paint({ trace: traces.get(strip.text()) ?? null, scene, stops });
  }

  function fail(sentence) {
    problem.hidden = false;
    setText(find('span', problem), `△ ${sentence}`);
  }

  return { update, destroy: () => NAMES.forEach((name) => lists[name].strips.forEach((strip) => strip.drop())) };
}
