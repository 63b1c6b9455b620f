/**
 * What a network can read, and which text it is given when it is chosen. Pure.
 *
 * A model's `letters` are all that it reads; null: it reads every text. `reads`: 'words' | 'characters' | 'letters'.
 */

/** Whether two models read the same texts. */
export function shareAlphabet(one, other) {
  return alphabetOf(one) === alphabetOf(other);
}

/**
 * The texts that were left with other alphabets than the present one: each comes back with its alphabet.
 *
 * @param {string | null} refused the text that was asked for, where the model on show could not read it
 */
export function createTexts(refused) {
  const left = new Map(refused === null ? [] : [[alphabetOf({ letters: null }), { text: refused, step: null }]]);

  /** What is read after another model is chosen: what was left with its alphabet, or its own suggestion. */
  function exchange({ text, step }, before, chosen) {
    left.set(alphabetOf(before), { text, step });
    const { suggested } = chosen;
    return left.get(alphabetOf(chosen)) ?? { text: suggested.text, step: suggested.step };
  }

  return { exchange };
}

/** Why the sentence has gone, and how it comes back; nothing where the chosen model reads every text. */
export function exchanged({ name, letters }) {
  return letters ? [`${name} reads ${letters.join(', ')} alone, so a string of its own is shown. Your text comes back with another model.`] : [];
}

const READS = { letters: 'strings of a few letters', characters: 'letter by letter', others: 'other words than these' };

/** Why nothing can be said of words. @param {{name: string, reads: string}} model @returns {string | null} null: it can */
export function noWords({ name, reads }) {
  if (reads === 'words') return null;
  return `This asks what a network expects as its next word, and ${name} reads ${READS[reads]}. Choose a model that reads ${reads === 'others' ? 'them' : 'words'}.`;
}

function alphabetOf({ letters }) {
  return JSON.stringify(letters);
}
