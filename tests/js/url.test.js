import assert from 'node:assert/strict';
import test from 'node:test';

import { createAddress, exportPath, formatQuery, LINK_LIMIT, parseQuery, shownRows } from '../../static/js/url.js';

const VIEW = { text: 'a & b = “c” 100 %', model: 'english-lstm', layer: 0, sort: 'half_life', show: null, unit: 37, step: 8, signal: 'cell', pinned: [3, 17], drawing: 'unrolled', words: 'prose' };
const PLACE = { origin: 'http://127.0.0.1:8000', pathname: '/' };

test('a view comes back from its own query', () => assert.deepEqual(parseQuery(`?${formatQuery(VIEW)}`), VIEW));

test('holds come back with those that are off', () => {
  const holds = [{ layer: 0, units: null, signal: 'forget', steps: [3, null], value: 1, off: true }];
  assert.deepEqual(parseQuery(formatQuery({ ...VIEW, holds })).holds, holds);
  assert.ok(!formatQuery({ ...VIEW, holds: [] }).includes('holds'));
});

test('a cleared selection comes back as none', () => assert.equal(parseQuery(formatQuery({ ...VIEW, unit: null })).unit, null));

test('what a view has anyway is left unsaid', () => {
  const query = formatQuery({ ...VIEW, pinned: [], drawing: 'cell', words: 'strip' });
  assert.ok(!/pinned|drawing|words/.test(query), query);
});

test('text that looks like a query, markup or an escape comes back literally', () => {
  for (const text of ['?a=1&b=2#c', '<a href="javascript:1">', '%00%', '+ +', '\u0000', '\u202e', '中'.repeat(2000)]) {
    assert.equal(parseQuery(formatQuery({ ...VIEW, text })).text, text);
  }
});

test('two thousand Chinese characters fit into a link', () => {
  const { link } = createAddress(/** @type {any} */ (PLACE), /** @type {any} */ ({}));
  assert.ok(link({ ...VIEW, text: '中'.repeat(2000) }).length < LINK_LIMIT);
});

test('a text that no server would take in an address has no link, and stays out of the address', () => {
  const written = [];
  const history = { replaceState: (state, title, address) => written.push(address) };
  const address = createAddress(/** @type {any} */ (PLACE), /** @type {any} */ (history), (run) => run());
  const view = { ...VIEW, text: 'x'.repeat(LINK_LIMIT) };
  assert.equal(address.link(view), null);
  address.write(view);
  const { text, ...rest } = VIEW;
  assert.ok(text);
  assert.deepEqual(parseQuery(new URL(written[0]).search), rest);
});

test('the address is rewritten once for many changes, with the last one', () => {
  const [written, later] = [[], []];
  const history = { replaceState: (state, title, address) => written.push(address) };
  const address = createAddress(/** @type {any} */ (PLACE), /** @type {any} */ (history), (run) => later.push(run));
  for (let unit = 0; unit < 50; unit += 1) address.write({ ...VIEW, unit });
  later.forEach((run) => run());
  assert.equal(written.length, 1);
  assert.equal(parseQuery(new URL(written[0]).search).unit, 49);
});

test('a download names the text, the model and the format', () => {
  const query = (holds) => new URL(exportPath('/api/v1/export', { ...VIEW, holds }, 'npz'), 'http://x').searchParams;
  assert.deepEqual([...query([])], [['text', VIEW.text], ['model', 'english-lstm'], ['format', 'npz']]);
  const hold = { layer: 0, units: [3], signal: 'cell', steps: [2, null], value: 1 };
  assert.deepEqual(JSON.parse(query([{ ...hold, off: false }, { ...hold, off: true }]).get('holds') ?? ''), [hold]);
});

test('a download of what is shown names the rows, and what their order goes by', () => {
  const reading = { model: 'english-lstm', layer: 0, units: [37, 3, 17], steps: 5 };
  assert.deepEqual(shownRows(VIEW, reading), { layer: 0, units: '3,17,37', sort: 'half_life' });
  assert.deepEqual(shownRows({ ...VIEW, sort: 'similarity' }, reading), { layer: 0, units: '3,17,37', sort: 'similarity', unit: 3 });
  assert.deepEqual(shownRows({ ...VIEW, sort: 'value' }, reading), { layer: 0, units: '3,17,37', sort: 'value', signal: 'cell', step: 4 });
  assert.ok(exportPath('/e', { ...VIEW, holds: [] }, 'csv', shownRows(VIEW, reading) ?? {}).includes('units=3%2C17%2C37&sort=half_life'));
});

test('while another model or layer is still being read there are no rows to name', () => {
  const reading = { model: 'english-rnn', layer: 0, units: [1], steps: 2 };
  for (const other of [null, reading, { ...reading, model: VIEW.model, layer: 1 }]) assert.equal(shownRows(VIEW, other), null);
});
