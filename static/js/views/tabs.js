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
    tell();
  });
  onWithin(container, 'click', '[role=tab]', (tab) => onTab(tab.dataset.tab));
  find('[role=tablist]', container).addEventListener('keydown', (event) => {
    const at = tabs.indexOf(event.target);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const tab = tabs[(next + tabs.length) % tabs.length];
    onTab(tab.dataset.tab);
    tab.focus();
  });

  function update(scene) {
    latest = scene;
    stale = true;
    for (const tab of tabs) {
      const on = tab.dataset.tab === scene.view[field];
      tab.setAttribute('aria-selected', String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    showTab(tabs.find((tab) => tab.dataset.tab === scene.view[field]));
    for (const panel of panels) panel.hidden = panel.dataset.tab !== scene.view[field];
    tell();
  }

  /** Where the tabs are wider than the window, the chosen one is in sight; the page itself stays where it is. */
  function showTab(tab) {
    const list = find('[role=tablist]', container);
    if (list.scrollWidth > list.clientWidth) list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
  }

  function move(scene) {
    latest = scene;
    if (stale || !near) stale = true;
    else parts[scene.view[field]].move?.(scene);
  }

  function tell() {
    if (!near || !stale || !latest) return;
    stale = false;
    parts[latest.view[field]].update(latest);
  }

  return { update, move, destroy };
}
