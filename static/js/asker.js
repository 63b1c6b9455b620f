/**
 * Asks the server what a part of the page shows: once it rests, once for each question, and only the latest answer
 * counts. Knows no element.
 */

const REST = 120; // ms without another question before it asks: a playing sentence would ask at every word
const PATIENCE = 200; // ms before waiting is worth a word

/**
 * @param {{load: (question: any) => Promise<any>, show: (answer: any, question: any) => void,
 *   wait: (on: boolean) => void, fail: (error: Error) => void}} needs `wait` is told when an answer takes long, and when
 *   no answer is awaited any more
 */
export function createAsker({ load, show, wait, fail }) {
  let asked = ''; // the newest question, as text
  let resting;
  let patient;

  /** Ask, unless that was the last question. @param {any} question plain data @param {number} rest ms without another */
  function ask(question, rest = REST) {
    const text = JSON.stringify(question);
    if (text === asked) return;
    asked = text;
    clearTimeout(resting);
    clearTimeout(patient);
    resting = setTimeout(() => read(text, question), rest);
    patient = setTimeout(() => wait(true), PATIENCE);
  }

  async function read(text, question) {
    try {
      const answer = await load(question);
      if (text === asked) settle(() => show(answer, question));
    } catch (error) {
      if (text === asked) settle(() => fail(/** @type {Error} */ (error)));
    }
  }

  function settle(tell) {
    clearTimeout(patient);
    wait(false);
    tell();
  }

  /** Nothing is asked any more: what is under way is dropped, and the next question is new. */
  function drop() {
    asked = '';
    clearTimeout(resting);
    clearTimeout(patient);
    wait(false);
  }

  return { ask, drop };
}
