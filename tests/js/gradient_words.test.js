import assert from 'node:assert/strict';
import test from 'node:test';

import { distance, gradientLead, lineName, smallShare } from '../../static/js/gradient_words.js';
import { plain } from '../../static/js/pieces.js';

const token = (text, step) => ({ step, id: step, text, start: step, end: step + 1, part: null });
const words = (count) => [{ step: 0, id: 0, text: '', start: 0, end: 0, part: null }, ...Array.from({ length: count }, (_, n) => token(` w${n + 1}`, n + 1))];
const line = (label, norms, halves_every) => ({ label, norms, halves_every });

test('of a long text in how many words each line halves', () => {
  const lines = [line('LSTM cell', [], 32.6), line('LSTM hidden', [], null), line('RNN hidden', [], 7.68)];
  const said = plain(gradientLead({ step: 40, tokens: words(40), lines }, false));
  assert.equal(said, 'How much would another state, earlier on, have changed the surprise at “w40”? Going back, that'
    + ' halves every 33 words in the LSTM’s cell, does not fall in the LSTM’s hidden state and every 7.7 in the RNN’s hidden state.');
});

test('of a short text what is left at its first word', () => {
  const lines = [line('LSTM cell', [0.1, 0.3, 0.5, 1.2], null), line('RNN hidden', [0, 0.002, 0.5, 2], null)];
  const said = plain(gradientLead({ step: 4, tokens: words(9), lines }, false));
  assert.equal(said, 'How much would another state, earlier on, have changed the surprise at “w4”? At “w1”, 3 words before,'
    + ' 25\u00a0% of it is left in the LSTM’s cell and 0.1\u00a0% in the RNN’s hidden state.'
    + ' In how many words it halves can be told from twenty words on.');
});

test('the twenty-first word is the first that has a slope', () => {
  const lines = [line('RNN hidden', Array(21).fill(1), 5)];
  assert.match(plain(gradientLead({ step: 21, tokens: words(30), lines }, false)), /halves every 5\.0 words/);
  assert.match(plain(gradientLead({ step: 20, tokens: words(30), lines }, false)), /from twenty words on/);
});

test('the start has no surprise, and the first word nothing before it', () => {
  const lines = [line('RNN hidden', [1], null)];
  assert.equal(plain(gradientLead({ step: 1, tokens: words(3), lines }, false)), 'Nothing but the start comes before “w1”: choose a later word.');
  assert.match(plain(gradientLead({ step: 3, tokens: words(3), lines: [line('RNN hidden', [1, 1, 1], null)] }, true)), /^The start has no surprise/);
});

test('shares stay legible however small', () => {
  const cases = [[1, '100'], [0.531, '53'], [0.1, '10'], [0.0412, '4.1'], [0.0000211, '0.0021'], [0.0000011, '0.00011']];
  for (const [part, said] of cases) assert.equal(smallShare(part), `${said}\u00a0%`);
  assert.equal(smallShare(9e-7), 'under 0.0001\u00a0%');
  assert.equal(smallShare(0), 'under 0.0001\u00a0%');
});

test('distances have a decimal where it counts', () => {
  assert.deepEqual([7.68, 9.94, 32.6, 1234.5].map(distance), ['7.7', '9.9', '33', '1,235']);
});

test('a line is named by its network and its state', () => {
  assert.equal(lineName({ label: 'LSTM cell' }), 'the LSTM’s cell');
  assert.equal(lineName({ label: 'my own lstm hidden' }), 'the my own lstm’s hidden state');
});
