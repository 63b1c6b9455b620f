/**
 * Typed text as it is shown: whatever cannot be seen is made visible. Nothing here makes markup: what these give goes
 * into textContent alone. app/figures/words.py does the same in Python; tests/visible_text.json holds the cases.
 */

const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Zs}\u115f\u1160\u2800\u3164\uffa0\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
const MARK = /^\p{Mn}/u;
const CARRIER = '◌';

/** Text with control characters as pictures (U+2400 …) and other unseen ones named, as ⟨U+202E⟩. */
export function visible(text) {
  const characters = Array.from(text);
  const shown = characters.map(visibleCharacter).join('');
  return MARK.test(text) && shown.startsWith(characters[0]) ? CARRIER + shown : shown;
}

/** `visible`, with the blank before a word left out and text of spaces alone as ␣ signs. */
export function visibleWord(text) {
  const word = text.startsWith(' ') ? text.slice(1) : text;
  return /^ *$/.test(word) ? '␣'.repeat(text.length) : visible(word);
}

/** How a token of an answer is written: {step, id, text, part: [k, n] | null} -> its word; the start mark is "start". */
export function tokenWord(token) {
  return isStart(token) ? 'start' : visibleWord(token.text);
}

/** A token within a sentence: “king”, or "the start". */
export function quoted(token) {
  return isStart(token) ? 'the start' : `“${tokenWord(token)}”`;
}

/** Whether a token is the start mark, not typed text that looks like it: typed tokens stand for a range of the text. */
export function isStart(token) {
  return token.step === 0 && token.start === token.end;
}

/** Whether a network has no entry for a token and reads its unknown one. @param {any} token @param {number | null} unknown its id */
export function isUnknown(token, unknown) {
  return token.id === unknown && !isStart(token);
}

/** Whether a guess says that the paragraph ends here, as one with id 0 does in our own vocabularies. */
export function isEnd(guess) {
  return guess.id === 0 && guess.token === '<s>';
}

/** A guessed token's word; the paragraph's end is ¶. */
export function guessWord(guess) {
  return isEnd(guess) ? '¶' : visibleWord(guess.token);
}

function visibleCharacter(character) {
  const code = character.codePointAt(0);
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  if (character === ' ' || !UNSEEN.test(character)) return character;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
