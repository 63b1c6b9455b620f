/** The heat maps of one layer, with one crosshair through all of them: what is selected, and what is peeked at. */

import { find, findAll, setStyle } from '../dom.js';
import { drawMap, drawMaps } from '../plot.js';
import { compared } from '../compared.js';
import { createPanel } from './panel.js';
import { drawWires } from './wires.js';

const PHONE = 720;
const ENDS = {
  liveliness: () => ['liveliest', 'calmest'],
  half_life: () => ['longest memory', 'shortest'],
  value: () => ['highest here', 'lowest'],
  clusters: () => ['alike stand', 'together'],
  similarity: (view) => [`most like ${compared(view)}`, 'least'],
  index: () => ['first unit', 'last'],
};

/**
 * @param {HTMLElement} container @param {HTMLElement} tool switches holding by dragging on and off
 * @param {{onRegion: (region: any) => void, onSelect: (cell: {step: number, unit: number}, how: string, panel: string) => void, onPeek: (cell: any) => void, onLarge: (name: string) => void}} events
 */
export function createMaps(container, tool, events) {
  let last = null;
  let shown = '';
  let look = '';
  const isHolding = () => container.dataset.holding === 'true';
  const kinds = new Map(findAll('.maps', container).map((maps) => [maps.dataset.kind, {
    maps, panels: findAll('.panel', maps).map((panel) => createPanel(panel, { ...events, isHolding })),
  }]));
  const parts = new Map([...kinds].map(([kind, { panels }]) => [kind, panels.map((panel) => ({ update: (scene) => follow(panel, scene) }))]));
  const observer = new ResizeObserver(() => last && arrange());
  observer.observe(container);
  tool.addEventListener('click', () => {
    container.dataset.holding = String(!isHolding());
    tool.setAttribute('aria-pressed', String(isHolding()));
  });

  /** Draw the maps of a reading that are in sight. Resolves to the others, to be drawn in turn: see `parts`. */
  async function paint(reading) {
    for (const [kind, { maps }] of kinds) maps.hidden = kind !== reading.kind;
    last = reading;
    return arrange(isInSight);
  }

  /** One map alone, with its crosshair. */
  function follow(panel, scene) {
    last = scene.reading;
    panel.mark({ ...scene, ends: endsOf(scene) });
    return drawMap(panel.plot, figureOf(panel.name));
  }

  /** Lay the maps out and draw those that are `wanted`. Resolves to the parts that are not. */
  async function arrange(wanted = (plot) => true) {
    const { kind, units } = last;
    const { maps, panels } = kinds.get(kind);
    setStyle(container, { '--map-height': `${mapHeight(units.length)}px` });
    const chosen = panels.map((panel) => wanted(panel.plot));
    if (kind === 'lstm') drawWires(find('.wires', maps), maps); // measures: before anything is drawn
    await drawMaps(panels.filter((_, n) => chosen[n]).map((panel) => ({ element: panel.plot, figure: figureOf(panel.name) })));
    return parts.get(kind).filter((_, n) => !chosen[n]);
  }

  function figureOf(name) {
    return (look === 'difference' && last.differences?.[name]) || last.figures[name];
  }

  function update(scene) {
    if (scene.view.look !== look) {
      look = scene.view.look;
      if (last?.differences) arrange();
    }
    show(scene.signal.name);
    move(scene);
  }

  /** Move the crosshair and write the numbers. */
  function move(scene) {
    const ends = endsOf(scene);
    kinds.get(scene.reading.kind).panels.forEach((panel) => panel.mark({ ...scene, ends }));
  }

  /** On a phone one map is shown at a time. */
  function show(name) {
    if (name === shown) return;
    shown = name;
    for (const { panels } of kinds.values()) panels.forEach((panel) => panel.root.classList.toggle('shown-panel', panel.name === name));
    if (last) arrange();
  }

  /** The maps one by one, for whoever draws them in turn. */
  return { paint, parts: (kind) => parts.get(kind), update, move, destroy: () => observer.disconnect() };
}

const endsOf = ({ view }) => ENDS[view.sort](view);

/** Whether enough of an element lies within the window to be looked at: a quarter. What is less can come a frame later. */
function isInSight(element) {
  const { top, bottom, height } = element.getBoundingClientRect();
  return Math.min(bottom, innerHeight) - Math.max(top, 0) >= height / 4;
}

/** Height of a map: rows of whole pixels, so that every unit is as thick as the next. */
function mapHeight(rows) {
  if (innerWidth <= PHONE) return rows * (rows <= 32 ? 10 : rows <= 64 ? 6 : 2);
  const roomy = Math.max(6, Math.min(8, Math.floor((innerHeight - 560) / 64)));
  if (rows <= 32) return rows * Math.max(roomy, Math.min(24, Math.floor(192 / rows)));
  return rows * (rows <= 64 ? 4 : 2);
}
