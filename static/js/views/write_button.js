/** Continue and stop, and how the last writing went. */

import { el, find, setText } from '../dom.js';
import { endingWords } from '../write_words.js';

/**
 * @param {HTMLFormElement} container
 * @param {{writer: {on: boolean, outcome: any, start: () => any, stop: () => boolean, takeBack: () => void, another: () => any}}} needs
 */
export function createWriteButton(container, { writer }) {
  const [button, line] = ['#continue', '#written'].map((selector) => find(selector, container));
  const [back, another, again] = [link('Take it back', writer.takeBack), link('Another way', writer.another), link('Try again', writer.start)];
  let told = '';

  button.addEventListener('click', () => writer.stop() || writer.start());
  container.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || button.disabled) return;
    event.preventDefault();
    button.click();
  });

  /** @param {{isBlank: boolean}} text */
  function update({ isBlank }) {
    button.disabled = isBlank;
    button.classList.toggle('on', writer.on);
    setText(find('span', button), writer.on ? 'Stop' : 'Continue writing');
    button.title = writer.on ? 'Stop (Esc)' : 'The network goes on with your text (Ctrl + Enter)';
    tell(writer.on ? null : writer.outcome);
  }

  /** What it leads to takes the place of the line: the focus goes where one can go on. */
  function link(text, go) {
    const element = el('button', { type: 'button', class: 'link' }, text);
    element.addEventListener('click', () => {
      button.focus();
      go();
    });
    return element;
  }

  /** A line that has not changed is not spoken again. */
  function tell(outcome) {
    const sentence = outcome ? endingWords(outcome) : '';
    if (sentence === told) return;
    told = sentence;
    const links = [outcome?.error && again, outcome?.tokens && back, outcome?.tokens && !outcome.error && another].filter(Boolean);
    line.replaceChildren(...(sentence ? [el('span', {}, sentence), ...links] : []));
  }

  return { update };
}

