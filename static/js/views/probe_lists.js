/** The two lists: their fields, how many sentences they have, what is wrong with them; examples, and the way back. */

import { el, find, findAll, onWithin, setInvalid, setText } from '../dom.js';
import { countWords, isAmong, linesOf, listsOf, remarkOn } from '../probe_lists.js';

const NAMES = ['with', 'without'];

/**
 * @param {HTMLFormElement} container
 * @param {Record<'onType' | 'onPut', (typed: {with: string, without: string}) => void>} events `onPut`: other lists altogether
 */
export function createProbeLists(container, { onType, onPut }) {
  const fields = Object.fromEntries(NAMES.map((name) => [name, find(`textarea[name=${name}]`, container)]));
  const row = find('.examples', container);
  const undo = find('.probe-undo', container);
  let examples = /** @type {any[]} */ ([]);
  let before = /** @type {any} */ (null); // the lists that an example has replaced

  container.addEventListener('submit', (event) => event.preventDefault());
  onWithin(container, 'input', 'textarea', () => {
    forget();
    onType(typed());
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
    put(listsOf(example));
    if (!(replaced.with + replaced.without).trim() || isAmong(replaced, examples)) return; // what came before can still be had back
    before = replaced;
    undo.hidden = false;
    setText(find('span', undo), 'The example has taken the place of your lists.');
  }

  function put(next) {
    for (const name of NAMES) fields[name].value = next[name];
    onPut(typed());
  }

  function forget() {
    before = null;
    undo.hidden = true;
  }

  /** @param {{typed: {with: string, without: string}, model: any}} next */
  function update({ typed: lists, model: { name: model, examples: all, enough } }) {
    for (const name of NAMES) {
      if (fields[name].value !== lists[name]) fields[name].value = lists[name];
      setText(find(`#${name}-count`, container), countWords(linesOf(lists[name]).length, enough));
      setText(find(`[data-list=${name}] .probe-remark`, container), remarkOn(lists[name]));
    }
    if (all !== examples) drawExamples(all, model);
    findAll('[data-example]', row).forEach((link, n) => (isAmong(lists, [examples[n]]) ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current')));
  }

  function drawExamples(all, model) {
    examples = all;
    const links = all.map((each, n) => el('a', { href: `?${new URLSearchParams({ model, ...listsOf(each) })}`, 'data-example': n }, each.name));
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
