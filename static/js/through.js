/** Wires memory through time: what each of its tabs shows, and what it asks the server. */

import { post } from './api.js';
import { find, onWithin } from './dom.js';
import { nameOf } from './names.js';
import { formatQuery } from './url.js';
import { createGradients } from './views/gradients.js';
import { createLedger } from './views/ledger.js';
import { createLives } from './views/lives.js';
import { createMemoryTest } from './views/memorytest.js';
import { createShuffle } from './views/shuffle.js';
import { createSpans } from './views/spans.js';
import { createTabs } from './views/tabs.js';
import { createTwins } from './views/twins.js';

const UNDER_HOLDS = ['ledger', 'spans']; // tabs that show the held run

/**
 * @param {HTMLElement} container
 * @param {{explorer: any, api: string, models: any[], events: {onStep: (step: number) => void, onUnit: (unit: number) => void}}} needs
 */
export function createThrough(container, { explorer, api, models, events }) {
  const free = find('.through-free', container);
  const onTab = (tab) => explorer.look({ tab });
  const toGradients = () => {
    onTab('gradients');
    find('#tab-gradients', container).focus();
  };
  const parts = {
    lives: createLives(find('#panel-lives', container), {
      onUnit: events.onUnit, onGradients: toGradients, load: (question) => post(`${api}/figures/half-lives`, question),
    }),
    gradients: createGradients(find('#panel-gradients', container), {
      onStep: events.onStep, onExample: explorer.tryExample, load: (question) => post(`${api}/figures/gradients`, question),
    }),
    ledger: createLedger(find('#panel-ledger', container), {
      onStep: events.onStep, onLook: explorer.look, onGradients: toGradients, load: (question) => post(`${api}/figures/ledger`, question),
    }),
    spans: createSpans(find('#panel-spans', container), {
      ...events, onLook: explorer.look, onGradients: toGradients, load: (question) => post(`${api}/figures/spans`, question),
    }),
    test: createMemoryTest(find('#panel-test', container), {
      onStep: events.onStep, onLook: explorer.look, load: (question) => post(`${api}/figures/memory-test`, question),
      link: (change) => `?${formatQuery({ ...explorer.state.view, ...change })}`,
      nameOf: ({ model, layer, unit }) => nameOf(models.find(({ name }) => name === model), layer, unit),
    }),
    order: createShuffle(find('#panel-order', container), {
      onText: explorer.readText, load: (question) => post(`${api}/figures/order`, question),
    }),
    twins: createTwins(find('#panel-twins', container), {
      ...events, onTab, onModel: explorer.chooseModel, load: (question) => post(`${api}/figures/twins`, question),
    }),
  };
  onWithin(document.body, 'click', '[data-opens]', opened);
  const tabs = createTabs(container, parts, { field: 'tab', onTab });
  let landing = location.hash === `#${container.id}`; // the page grows after the browser has gone there

  function update(scene) {
    free.hidden = !scene.reading.holds.length || UNDER_HOLDS.includes(scene.view.tab);
    tabs.update(scene);
    if (landing) container.scrollIntoView();
    landing = false;
  }

  /** A link from elsewhere on the page. Where nothing is read yet, it is a link like any other. */
  function opened(link, event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !explorer.state.reading) return;
    event.preventDefault();
    onTab(link.dataset.opens);
    find(`#tab-${link.dataset.opens}`, container).focus({ preventScroll: true });
    container.scrollIntoView();
  }

  return { ...tabs, update };
}
