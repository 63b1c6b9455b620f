/** How one unit reads the sentences of both lists: each as a strip of words, read by the network when it is in sight. */

import { readStops } from '../colours.js';
import { find, setText } from '../dom.js';
import { watchNear } from '../near.js';
import { placeWords } from '../probe_words.js';
import { unitName } from '../ablate_words.js';
import { createStrip } from './probe_strip.js';

const NAMES = ['with', 'without'];
const AT_ONCE = 2; // requests: more would only queue up behind each other
const SHOWN = 12; // sentences of a list, until more are asked for

/**
 * @param {HTMLElement} container
 * @param {{load: (question: any) => Promise<any>}} needs `load` asks `POST /trace`
 */
export function createProbeSentences(container, { load }) {
  const problem = find('.through-problem', container);
  const lists = Object.fromEntries(NAMES.map((name) => [name, { root: find(`[data-strips=${name}]`, container), strips: /** @type {any[]} */ ([]), most: SHOWN }]));
  let scene = /** @type {any} */ (null);
  let look = ''; // what a value is of: with another one all strips are read anew
  let known = new Map(); // text -> its trace, under this look
  let queue = /** @type {any[]} */ ([]);
  let flying = 0;

  for (const [name, list] of Object.entries(lists)) {
    find('button', list.root).addEventListener('click', () => {
      list.most += SHOWN;
      fill(name);
    });
  }
  find('.link', problem).addEventListener('click', () => {
    problem.hidden = true;
    update(scene);
  });

  /** @param {{question: any, unit: number, layers: number, range: number, signal: any}} next */
  function update(next) {
    scene = next;
    const { question: { model, layer, at }, unit, layers, signal } = scene;
    const before = look;
    look = JSON.stringify([model, layer, unit, signal.name]);
    if (look !== before) known = new Map();
    container.hidden = false;
    setText(find('h2', container), `How unit ${unitName({ layer, unit }, layers)} reads them`);
    setText(find('.probe-legend', container), `Every word on the colour of the ${signal.title} there; at the end its value ${placeWords(at)}. A press opens the sentence in Explore.`);
    queue = [];
    NAMES.forEach(fill);
  }

  function fill(name) {
    const list = lists[name];
    const texts = scene.question[name].slice(0, list.most);
    const place = find('ol', list.root);
    for (const strip of list.strips.splice(texts.length)) strip.drop();
    while (list.strips.length < texts.length) list.strips.push(appended(place));
    const stops = readStops(scene.signal.scale);
    texts.forEach((text, n) => list.strips[n].update({ text, scene, stops, trace: known.get(text) ?? null }));
    for (const strip of list.strips) want(strip);
    const left = scene.question[name].length - texts.length;
    const more = find('button', list.root);
    more.hidden = left <= 0;
    setText(more, `Show ${Math.min(SHOWN, left)} more of ${left}`);
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
    if (!strip.near || strip.isRead() || queue.includes(strip)) return;
    queue.push(strip);
    next();
  }

  async function next() {
    if (flying >= AT_ONCE || !queue.length) return;
    const strip = queue.shift();
    if (!strip.near || strip.isRead() || !strip.root.isConnected) return next();
    const [asked, text, traces] = [look, strip.text(), known];
    flying += 1;
    try {
      const { question: { model, layer }, unit, signal } = scene;
      traces.set(text, await load({ text, model, layer, signals: [signal.name], units: [unit], top_k: 0 }));
      if (asked === look) NAMES.forEach(paint);
    } catch (error) {
      if (asked === look) fail(/** @type {Error} */ (error).message);
    }
    flying -= 1;
    next();
  }

  /** Colour what has been read meanwhile. */
  function paint(name) {
    const stops = readStops(scene.signal.scale);
    for (const strip of lists[name].strips) {
      const trace = known.get(strip.text());
      if (trace && !strip.isRead()) strip.update({ text: strip.text(), scene, stops, trace });
    }
  }

  function fail(sentence) {
    queue = [];
    problem.hidden = false;
    setText(find('span', problem), `△ ${sentence}`);
  }

  return { update, destroy: () => NAMES.forEach((name) => lists[name].strips.forEach((strip) => strip.drop())) };
}
