/** All units and one property: how well each tells it, against what the network loses without the unit. */

import { createChart } from '../chart.js';
import { find, setText } from '../dom.js';
import { createServed } from '../served.js';
import { createTwin } from '../twin.js';
import { pictureLead, pictureTable } from '../unit_words.js';

const RING = { symbol: 'circle-open', size: 15, line: { width: 2 } };

/**
 * @param {HTMLElement} container
 * @param {{answer: any, model: any, words: any, load: (question: any) => Promise<any>, onUnit: (layer: number, unit: number) => void}} needs
 */
export function createPicture(container, { answer, model, words, load, onUnit }) {
  const chart = createChart(find('.units-chart', container), { name: 'gatescope-units', onPoint: ({ customdata }) => customdata && onUnit(customdata[0], customdata[1]) });
  const twin = createTwin(find('[data-twin]', container), find('.through-table', container), {
    contents: () => pictureTable(answer, known(), words, model.layers), name: 'gatescope-units',
  });
  const served = createServed(container, { load, show, again: () => update(asked) });
  let asked = /** @type {any} */ (null);
  let figure = /** @type {any} */ (null);

  function known() {
    return answer.properties.find((each) => each.property === asked.property);
  }

  /** @param {{property: string, layer: number, unit: number | null, theme: string}} next */
  function update(next) {
    const isOther = next.property !== asked?.property;
    const isMoved = next.layer !== asked?.layer || next.unit !== asked?.unit;
    asked = next;
    setText(find('h2', container), `Who knows ${words[asked.property].known}?`);
    setText(find('.units-told', container), pictureLead(answer, known(), words, model.layers));
    served.quiet();
    served.ask({ property: asked.property, theme: asked.theme });
    if (isOther) twin.update();
    if (figure && !isOther && isMoved) draw();
  }

  function show({ figures }) {
    figure = figures.units;
    draw();
  }

  /** The figure, and a ring around the selected unit. */
  function draw() {
    const { data, layout } = figure;
    const at = ({ customdata }) => customdata.findIndex(([layer, unit]) => layer === asked.layer && unit === asked.unit);
    const rings = data.filter((dots) => at(dots) >= 0).map((dots) => ({
      type: 'scatter', mode: 'markers', x: [dots.x[at(dots)]], y: [dots.y[at(dots)]], hoverinfo: 'skip', marker: { ...RING, color: data[1].marker.color },
    }));
    chart.draw({ data: [...data, ...rings], layout });
  }

  return { update, destroy: () => (served.drop(), chart.destroy()) };
}
