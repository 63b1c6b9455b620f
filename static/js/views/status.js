/** What has been read, what is being read, what went wrong: one quiet line, and notices that a screen reader speaks. */

import { el, setText } from '../dom.js';
import { count } from '../numbers.js';

/** @param {{line: HTMLElement, notice: HTMLElement}} containers @param {{onRetry: () => void}} events */
export function createStatus({ line, notice }, { onRetry }) {
  let told = notice.textContent;

  /** The quiet line: of a finished reading, or of one under way. */
  function read(reading, model) {
    const parts = [count(reading.steps - 1, 'token'), count(model.layers, 'layer'), count(model.units, 'unit'), `${reading.elapsed} ms`];
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

  return { read, tell, wait: (text) => setText(line, text), destroy: () => notice.replaceChildren() };
}

function retryButton(onRetry) {
  const button = el('button', { type: 'button', class: 'link' }, 'Try again');
  button.addEventListener('click', onRetry);
  return button;
}
