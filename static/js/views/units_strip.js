/** Sentences as a unit reads them: every word in the colour of its value, and beneath it the answer to the property. */

import { inkOn, mix, position, readStops } from '../colours.js';
import { el, setStyle, setText } from '../dom.js';
import { watchNear } from '../near.js';
import { signed } from '../numbers.js';
import { exampleWords, excerptOf } from '../unit_words.js';
import { quoted, tokenWord } from '../words.js';

/** The sentences of one line of a unit: one that fits, and more when they are asked for. Asked of the server in sight alone. */
export function createStrip(row, line, { words, load, link }) {
  const list = el('div', { class: 'units-strips' });
  const more = el('button', { type: 'button', class: 'plain units-more', 'aria-expanded': 'false', hidden: true }, 'more');
  const root = el('div', { class: 'units-reads' }, list, more);
  let answer = /** @type {any} */ (null);
  let open = false;
  const leave = watchNear(root, (near) => near && ask());

  more.addEventListener('click', () => {
    open = !open;
    draw();
  });

  async function ask() {
    leave();
    try {
      answer = await load(row, line);
    } catch (error) {
      return fail(/** @type {Error} */ (error));
    }
    draw();
  }

  function draw() {
    const { examples, range, signal } = answer;
    list.replaceChildren(...examples.slice(0, open ? undefined : 1).map((example) => sentence(example, open ? [1, example.tokens.length] : excerptOf(example), range, {
      href: link(row, signal, example), 'aria-label': `${exampleWords(example, { signal, unit: row.unit }, words[line.property])}. Read it: ${example.text}`,
    })));
    more.hidden = examples.length < 2;
    more.setAttribute('aria-expanded', String(open));
    more.setAttribute('aria-label', `${open ? 'Fewer' : 'More'} sentences for unit ${row.unit}, ${line.label}`);
    setText(more, open ? 'fewer' : 'more');
  }

  function fail({ message }) {
    const again = el('button', { type: 'button', class: 'link' }, 'Try again');
    again.addEventListener('click', ask);
    list.replaceChildren(el('span', { class: 'muted' }, `△ ${message} `, again));
  }

  return { root, destroy: leave };
}

function sentence({ text, tokens, values, labels }, [from, to], range, attributes) {
  const stops = readStops('signed');
  const parts = tokens.slice(from, to).flatMap((token, n) => {
    const step = from + n;
    const colour = mix(stops, position('signed', values[step], range));
    const word = el('bdi', { class: labels[step] === null ? '' : labels[step] ? 'yes' : 'no', title: `${quoted(token)}: ${signed(values[step])}` }, letterOf(token));
    setStyle(word, { background: `rgb(${colour.join(' ')})`, color: inkOn(colour) });
    return token.text.length > 1 && token.text.startsWith(' ') && n ? [' ', word] : [word];
  });
  const isLetters = tokens.length > text.length / 2;
  return el('a', { class: isLetters ? 'units-sentence letters' : 'units-sentence', ...attributes }, ...(from > 1 ? ['… '] : []), ...parts, ...(to < tokens.length ? [' …'] : []));
}

/** A token as text to read: a blank that is a token of its own is a blank. */
function letterOf(token) {
  return token.text === ' ' ? ' ' : tokenWord(token);
}
