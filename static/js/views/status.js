/** What has been read, what is being read, what went wrong: one quiet line, and notices that a screen reader speaks. */

import { el, setText } from '../dom.js';
import { count } from '../numbers.js';
import { isStart } from '../words.js';

/** @param {{line: HTMLElement, notice: HTMLElement}} containers @param {{onRetry: () => void}} events */
export function createStatus({ line, notice }, { onRetry }) {
  let told = notice.textContent;

  /** The quiet line: of a finished reading, or of one under way. */
  function read(reading, model) {
    const parts = [count(typedTokens(reading), 'token'), count(model.layers, 'layer'), count(model.units, 'unit'), `${reading.elapsed} ms`];
    setText(line, parts.join(' · '));
  }

  /** Sentences that matter, each after a △; with `retry`, a button. An unchanged notice is not spoken again. */
  function tell(sentences, { retry = false } = {}) {
    const key = JSON.stringify([sentences, retry]);
    if (key === told) return;
    told = key;
    notice.replaceChildren(...sentences.map((sentence, n) => {
      const paragraph = el('p', {}, `△ ${sentence}`);
      if (retry && n === 0) paragraph.append(' ', retryButton(onRetry));
      return paragraph;
    }));
  }

  /** Ready, empty, loading or in error, in words. `parts`: of the text, as the composer has them. */
  function enter({ phase, problem, reading, notices }, { parts, characters }) {
    if (phase === 'empty') setText(line, `up to ${characters.toLocaleString('en')} characters`);
    if (phase === 'loading') setText(line, reading ? `reading ${typedTokens(reading)} tokens …` : 'reading …');
    if (phase === 'empty') tell([]);
    if (phase === 'ready') tell([...notices, ...tooLong(parts), ...(reading?.notices ?? [])]);
    if (phase === 'error' && problem) tellProblem(problem, reading);
  }

  function tellProblem(problem, reading) {
    const retry = problem.status === 0 || problem.status >= 500;
    setText(line, '');
    tell([`${problem.message}${reading ? ' What you see is the last reading.' : ''}`], { retry });
  }

  return { read, tell, enter, destroy: () => notice.replaceChildren() };
}

/** How many tokens the text has, without a start mark. */
function typedTokens({ steps, tokens }) {
  return isStart(tokens[0]) ? steps - 1 : steps;
}

function tooLong({ read, unread, length }) {
  return unread ? [`${length.toLocaleString('en')} characters: only the first ${Array.from(read).length.toLocaleString('en')} are read.`] : [];
}

function retryButton(onRetry) {
  const button = el('button', { type: 'button', class: 'link' }, 'Try again');
  button.addEventListener('click', onRetry);
  return button;
}
