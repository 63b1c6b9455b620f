/** One of several parts at a time. A part that is closed or far out of sight costs nothing: it is told when it opens. */

import { find, findAll, onWithin } from '../dom.js';
import { watchNear } from '../near.js';

/**
 * @param {HTMLElement} container with a tablist and a panel for each tab
 * @param {Record<string, {update: (scene: any) => void, move?: (scene: any) => void}>} parts by the names of their tabs
 * @param {{field: string, onTab: (name: string) => void}} needs `field` of the view that names the open one
 */
export function createTabs(container, parts, { field, onTab }) {
  const [tabs, panels] = ['[role=tab]', '[role=tabpanel]'].map((selector) => findAll(selector, container));
  let latest = /** @type {any} */ (null);
  let stale = true; // the open part has not been told of the latest scene
  let near = false;

  const destroy = watchNear(container, (isNear) => {
    near = isNear;
    if (near && latest) showTab();
    tell();
  });
  onWithin(container, 'click', '[role=tab]', (tab) => onTab(tab.dataset.tab));
  find('[role=tablist]', container).addEventListener('keydown', (event) => {
    const shown = tabs.filter((tab) => !tab.hidden);
    const at = shown.indexOf(event.target);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const tab = shown[(next + shown.length) % shown.length];
    onTab(tab.dataset.tab);
    tab.focus();
  });

  function update(scene) {
    latest = scene;
    stale = true;
    const open = chosen(scene);
    for (const tab of tabs) {
      tab.hidden = !canFill(scene, tab);
      const on = tab.dataset.tab === open;
      tab.setAttribute('aria-selected', String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    for (const panel of panels) panel.hidden = panel.dataset.tab !== open;
    if (near) showTab();
    tell();
  }

  /** Where the tabs are wider than the window, the chosen one is in sight; the page itself stays where it is. */
  function showTab() {
    const list = find('[role=tablist]', container);
    const tab = tabs.find((each) => each.dataset.tab === chosen(latest));
    if (list.scrollWidth > list.clientWidth) list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
  }

  function move(scene) {
    latest = scene;
    if (stale || !near) stale = true;
    else parts[chosen(scene)].move?.(scene);
  }

  function tell() {
    if (!near || !stale || !latest) return;
    stale = false;
    parts[chosen(latest)].update(latest);
  }

  /** Name of the open tab: the one of the view, or the first that this network can fill. */
  function chosen(scene) {
    const fillable = tabs.filter((tab) => canFill(scene, tab));
    return (fillable.find((tab) => tab.dataset.tab === scene.view[field]) ?? fillable[0]).dataset.tab;
  }

  return { update, move, destroy };
}

/** Whether a network can fill a tab: some are about what it expects next. */
function canFill({ model }, tab) {
  return model.predicts || tab.dataset.needs !== 'guesses';
}
