import assert from 'node:assert/strict';
import { test } from 'node:test';

import { csvOf } from '../../static/js/table.js';

test('names, groups and values in rows; minus signs that programs read', () => {
  const text = csvOf({
    title: '', corner: 'word', groups: [{ name: 'unit 3', span: 2 }], columns: ['f', 'c'], rows: [{ word: 'king' }, 'end'],
    cell: (row, column) => [['0.12', '−0.74'], ['1.00', '+0.20']][row][column],
  });
  assert.equal(text, 'word,unit 3 f,unit 3 c\r\nking,0.12,-0.74\r\nend,1.00,+0.20\r\n');
});

test('quotes, commas and lines are kept; formulas are made harmless', () => {
  const words = ['a "b", c', 'two\nlines', '=1+1', '@x', '-', '+', '-1.5e3'];
  const text = csvOf({ title: '', corner: '', columns: [], rows: words.map((word) => ({ word })), cell: () => '' });
  assert.deepEqual(text.split('\r\n'), ['', '"a ""b"", c"', '"two\nlines"', "'=1+1", "'@x", "'-", "'+", '-1.5e3', '']);
});
