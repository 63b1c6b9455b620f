import assert from 'node:assert/strict';
import test from 'node:test';

import { createProbeAddress, formatProbe, keptLists } from '../../static/js/probe_address.js';

const VIEW = { with: 'a\nb & c', without: 'd', model: 'tiny', layer: 0, signal: 'cell', at: 'last', unit: null };
const LOCATION = /** @type {Location} */ ({ origin: 'http://here', pathname: '/probe' });

function storage(fields = {}) {
  const kept = new Map();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value), removeItem: (name) => kept.delete(name), ...fields };
}

/** The address after a view was written, and where its lists are kept. */
function written(view, store) {
  const seen = { url: '', kept: '' };
  const history = /** @type {any} */ ({ replaceState: (_, __, url) => (seen.url = url) });
  createProbeAddress(LOCATION, history, store, (kept) => (seen.kept = kept), /** @type {any} */ ((work) => work())).write(view);
  return seen;
}

test('a link has the lists as they are typed', () => {
  const { url, kept } = written(VIEW, storage());
  const query = new URL(url).searchParams;
  assert.equal(query.get('with'), VIEW.with);
  assert.equal(query.has('unit'), false);
  assert.equal(new URLSearchParams(formatProbe({ ...VIEW, unit: 0 })).get('unit'), '0');
  assert.equal(kept, 'link');
});

test('lists too long for a link are kept by the tab, until they are short again', () => {
  const store = storage();
  const long = { ...VIEW, with: 'word '.repeat(15_000) };
  const { url, kept } = written(long, store);
  assert.equal(new URL(url).searchParams.has('with'), false);
  assert.equal(kept, 'tab');
  assert.deepEqual(keptLists('?model=tiny', store), { with: long.with, without: 'd' });
  assert.deepEqual(keptLists('?with=a', store), {}); // a link says more than what was
  written(VIEW, store);
  assert.deepEqual(keptLists('', store), {});
});

test('a browser that keeps nothing is told apart', () => {
  const long = { ...VIEW, with: 'word '.repeat(15_000) };
  const refusing = () => { throw new Error('full'); };
  assert.equal(written(long, null).kept, 'nowhere');
  assert.equal(written(long, storage({ setItem: refusing })).kept, 'nowhere');
  assert.deepEqual(keptLists('', storage({ getItem: () => 'no json' })), {});
});
