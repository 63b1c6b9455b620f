/** The ledger in numbers: its tables. Pure. */

import { blockEnds, linesOf, writesAt } from './held.js';
import { signed } from './numbers.js';
import { tokenWord } from './words.js';

/** A row for each word that wrote, a column for each word read; at the foot what the cell holds. */
export function ledgerContents({ reading, view }) {
  const lines = linesOf(reading, view.unit);
  const columns = reading.tokens.map((_, step) => writesAt(lines, step));
  const words = reading.tokens.map((token) => ({ word: tokenWord(token) }));
  return {
    title: `What each word wrote of what unit ${view.unit} holds at every word`,
    corner: 'written by',
    columns: words,
    rows: [...words.map(({ word }, step) => ({ word: lines.byHand[step] ? `held: ${word}` : word })), 'together: c'],
    cell: (row, column) => {
      if (row === words.length) return signed(lines.cell[column]);
      return row > column ? '' : signed(columns[column][row]);
    },
  };
}

/** The same of a layer, in shares of all that it holds: blocks of words where the figure has them. */
export function sharesContents({ tokens, size, figures }) {
  const [{ z }] = figures.ledger.data;
  const words = z.map((_, block) => ({ word: blockEnds(tokens, block, size).map(tokenWord).join(' … ') }));
  return {
    title: 'What share of all that the layer holds at every word each word wrote',
    corner: 'written by',
    columns: words,
    rows: words,
    cell: (row, column) => (row > column ? '' : `${(100 * z[row][column]).toFixed(1)} %`),
  };
}
