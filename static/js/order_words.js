/** How far another order of the words moves the memories, in words. Pure. */

import { count } from './numbers.js';

/** The states of a network, its memory first: a network without a cell has its hidden state alone. */
export function statesOf(entry) {
  return [{ symbol: 'c', value: entry.cell }, { symbol: 'h', value: entry.hidden }].filter(({ value }) => value);
}

/** The order that is read now, or the mean of those that are drawn. */
export function leadOf({ names, seeds, spread, shuffled }) {
  const ends = shuffled ? shuffled.models.map((entry) => told(entry, ({ relative }) => relative)) : spread.map((entry) => told(entry, mean));
  const list = ends.flatMap(({ symbol, far }, n) => [
    `${n ? ', ' : ''}the ${names[n]}’s `, { text: symbol, tag: 'i', tone: '' }, ' ', { text: far.toFixed(2), tag: 'b', tone: '' },
    n ? '' : ' times its own length from where it was',
  ]);
  const begin = shuffled ? 'Read in this order the memory ends elsewhere: ' : `In ${count(seeds.length, 'other order')} of these words the memory ends, on average, elsewhere: `;
  return [begin, ...list, '. A network that only collected words would not have moved.'];
}

function told(entry, far) {
  const [{ symbol, value }] = statesOf(entry);
  return { symbol, far: far(value) };
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
