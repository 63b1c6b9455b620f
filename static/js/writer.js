/**
 * Goes on with the page's text: lets the reading grow word by word, and reads the whole anew when the writing has ended.
 *
 * @typedef {{text: string, seed: number, tokens: number, reason: string, error: any, recut: boolean}} Outcome of
 *   the last writing; `text`: what there is since; `recut`: read anew, it falls into other tokens than were written
 */

import { length } from './growth.js';
import { inText } from './holds.js';
import { formatSettings, parseSettings } from './write_settings.js';
import { createWriting } from './writing.js';

/**
 * @param {any} explorer
 * @param {{open: (question: any, signal: AbortSignal) => AsyncIterable<any>, limits: {characters: number, tokens: number},
 *   changed: () => void}} needs `changed` is told when writing begins or ends
 */
export function createWriter(explorer, { open, limits, changed }) {
  const { state } = explorer;
  const writing = createWriting({ open, show, changed, ended });
  let before = { text: '', step: 0 };
  let outcome = /** @type {Outcome | null} */ (null);
  let comes = false; // it will begin as soon as the text is read
  let full = false; // the text has no room for what came
  let overtaken = false; // the text is about to be read anew: not by us

  async function start() {
    if (comes || writing.on) return;
    comes = true;
    const reading = await whole();
    comes = false;
    if (!reading) return;
    before = { text: reading.text, step: state.view.step };
    const question = questionOf(reading);
    full = question.tokens < 1 || explorer.parts().unread !== '';
    if (full) return ended({ tokens: 0, reason: 'full', error: null });
    outcome = null;
    await writing.start(question);
  }

  /** The reading of the text as it stands; blanks at its end go, because words begin with theirs. Null: it cannot be read. */
  async function whole() {
    const text = state.view.text.trimEnd();
    if (text !== state.view.text) explorer.type(text);
    if (!isRead()) await explorer.readNow();
    return isRead() ? state.reading : null;
  }

  function isRead() {
    const { reading, view } = state;
    return reading?.text === explorer.parts().read && reading.model === view.model && reading.layer === view.layer;
  }

  function questionOf({ text, model, layer, steps }) {
    const settings = parseSettings(state.view.writing);
    const tokens = Math.min(settings.tokens, limits.tokens - steps);
    return { ...settings, tokens, min_tokens: 1, text, model, layer, holds: inText(state.view.holds, steps + tokens), encoding: 'base64' };
  }

  function show(token) {
    full = length(state.reading.text + token.text) > limits.characters;
    return !full && explorer.grow(token, state.reading.text === before.text);
  }

  function ended({ tokens, reason, error }) {
    const { seed } = parseSettings(state.view.writing);
    outcome = { text: state.view.text, seed, tokens, reason: full ? 'full' : reason, error, recut: false };
    changed();
    if (tokens && !overtaken) readAnew(outcome);
  }

  /** What was written can be spelled with other tokens than the network chose: then the columns change, which is said. */
  async function readAnew(mine) {
    const written = idsOf(state.reading);
    await explorer.readNow();
    mine.recut = isRead() && idsOf(state.reading) !== written;
    changed();
  }

  /** End it because the text is about to be read anew. */
  function leave() {
    overtaken = true;
    writing.stop();
    overtaken = false;
  }

  function takeBack() {
    explorer.readText(before.text, before.step);
  }

  /** The same again with another seed. */
  function another() {
    const settings = parseSettings(state.view.writing);
    explorer.look({ writing: formatSettings({ ...settings, seed: settings.seed + 1 }) });
    takeBack();
    return start();
  }

  return {
    get on() { return writing.on; },
    /** Null where the text is another one by now. */
    get outcome() { return outcome && outcome.text === state.view.text ? outcome : null; },
    start, stop: writing.stop, leave, takeBack, another,
  };
}

const idsOf = ({ tokens }) => tokens.map(({ id }) => id).join();
