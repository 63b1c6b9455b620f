/** Wires what can be taken along: the link to the view, downloads of what is read, and the same question in code. */

import { get } from './api.js';
import { find } from './dom.js';
import { exportPath, formatQuery, shownRows } from './url.js';
import { createRecipes } from './views/recipes.js';
import { createShare } from './views/share.js';

/**
 * @param {{explorer: any, api: string, link: () => string | null, onSay: (sentence: string, ...elements: Element[]) => void}} needs
 */
export function createExports({ explorer, api, link, onSay }) {
  const { state } = explorer;
  const menu = find('#export-menu');
  const share = createShare({ button: find('#share'), menu }, { link, onSay });
  createRecipes({ menu, opener: find('#recipes-open'), dialog: find('#recipes') }, { load: () => get(`recipes?${formatQuery(read())}`) });

  /** What is read of the text, which may be longer. */
  function read() {
    return { ...state.view, text: explorer.parts().read };
  }

  /** Another text, reading or view. */
  function update() {
    const view = read();
    const rows = shownRows(view, state.reading);
    const whole = { path: (format) => exportPath(`${api}/export`, view, format), words: wordsOf(explorer.model()) };
    const shown = rows ? { path: (format) => exportPath(`${api}/export`, view, format, rows), words: shownWords(state.reading) } : whole;
    share.update({ extents: { shown, whole }, enabled: view.text.trim() !== '' });
  }

  return { update };
}

const shownWords = ({ layer, units }) => `layer ${layer + 1}, ${units.length} units in their order`;
const wordsOf = ({ layers, units }) => `${layers === 1 ? '' : `${layers} layers of `}${units} units`;
