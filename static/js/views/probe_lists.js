/** The two lists: their fields, how many sentences they have, what is wrong with them; examples, and the way back. */

import { el, find, findAll, onWithin, setInvalid, setText } from '../dom.js';
import { countWords, linesOf, remarkOn } from '../probe_lists.js';

const NAMES = ['with', 'without'];

/**
 * @param {HTMLFormElement} container
 * @param {{onLists: (typed: {with: string, without: string}) => void}} events
 */
export function createProbeLists(container, { onLists }) {
  const fields = Object.fromEntries(NAMES.map((name) => [name, find(`textarea[name=${name}]`, container)]));
  const row = find('.examples', container);
  const undo = find('.probe-undo', container);
  let examples = /** @type {any[]} */ ([]);
  let before = /** @type {any} */ (null); // the lists that an example has replaced

  container.addEventListener('submit', (event) => event.preventDefault());
  onWithin(container, 'input', 'textarea', () => {
    forget();
    onLists(typed());
  });
  onWithin(row, 'click', '[data-example]', (link, event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    take(examples[Number(link.dataset.example)]);
  });
  find('button', undo).addEventListener('click', () => {
    put(before);
    forget();
    fields.with.focus();
  });

  function typed() {
    return { with: fields.with.value, without: fields.without.value };
  }

  function take(example) {
    const replaced = typed();
    put({ with: example.having.join('\n'), without: example.lacking.join('\n') });
    if (!(replaced.with + replaced.without).trim() || isExample(replaced)) return forget();
    before = replaced;
    undo.hidden = false;
    setText(find('span', undo), 'Your own lists have made room.');
  }

  function put(next) {
    for (const name of NAMES) fields[name].value = next[name];
    onLists(typed());
  }

  function forget() {
    before = null;
    undo.hidden = true;
  }

  const isExample = (lists) => examples.some((each) => each.having.join('\n') === lists.with && each.lacking.join('\n') === lists.without);
  const isShown = (example) => example.having.join('\n') === fields.with.value && example.lacking.join('\n') === fields.without.value;

  /** @param {{typed: Record<string, string>, examples: any[], enough: number}} next */
  function update({ typed: lists, examples: all, enough }) {
    for (const name of NAMES) {
      if (fields[name].value !== lists[name]) fields[name].value = lists[name];
      setText(find(`#${name}-count`, container), countWords(linesOf(lists[name]).length, enough));
      setText(find(`[data-list=${name}] .probe-remark`, container), remarkOn(lists[name]));
    }
    if (all !== examples) drawExamples(all);
    findAll('[data-example]', row).forEach((link, n) => (isShown(examples[n]) ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current')));
  }

  function drawExamples(all) {
    examples = all;
    const links = all.map(({ name, having, lacking }, n) => {
      const query = new URLSearchParams({ with: having.join('\n'), without: lacking.join('\n') });
      return el('a', { href: `?${query}`, 'data-example': n }, name);
    });
    row.replaceChildren(row.firstElementChild, ...links);
  }

  /** What is wrong with each list, or null. @param {Record<string, string | null>} troubles */
  function tell(troubles) {
    for (const [name, trouble] of Object.entries(troubles)) {
      setText(find(`#${name}-problem`, container), trouble ? `△ ${trouble}` : '');
      setInvalid(fields[name], Boolean(trouble));
    }
  }

  return { update, tell, destroy: () => {} };
}
