import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, createReader, get } from '../../static/js/api.js';

/** A fetch whose answers come when the test says so. */
function createServer() {
  const requests = [];
  function fetcher(path, { body, signal }) {
    return new Promise((resolve, reject) => {
      const answer = (json, status = 200) => resolve(new Response(JSON.stringify(json), { status }));
      requests.push({ path, body: JSON.parse(body), answer, signal, fail: reject });
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  }
  return { requests, reader: createReader('/api/v1', /** @type {any} */ (fetcher)) };
}

test('a reading is one POST to the figures', async () => {
  const { requests, reader } = createServer();
  const read = reader.read({ text: 'a' });
  requests[0].answer({ model: 'm' });
  assert.deepEqual(await read, { model: 'm' });
  assert.deepEqual([requests[0].path, requests[0].body], ['/api/v1/figures', { text: 'a' }]);
});

test('an answer older than the one shown is dropped', async () => {
  const { requests, reader } = createServer();
  const [first, second] = [reader.read({ text: 'a' }), reader.read({ text: 'ab' })];
  requests[1].answer({ text: 'ab' });
  assert.deepEqual(await second, { text: 'ab' });
  requests[0].answer({ text: 'a' });
  assert.equal(await first, null);
});

test('with two under way, the older one is aborted for a third', async () => {
  const { requests, reader } = createServer();
  const reads = ['a', 'ab', 'abc'].map((text) => reader.read({ text }));
  assert.deepEqual(requests.map(({ signal }) => signal.aborted), [true, false, false]);
  requests[1].answer({});
  requests[2].answer({ last: true });
  assert.equal(await reads[0], null);
  assert.deepEqual(await reads[2], { last: true });
});

test('what is dropped never arrives', async () => {
  const { requests, reader } = createServer();
  const read = reader.read({ text: 'a' });
  reader.drop();
  requests[0].answer({});
  assert.equal(await read, null);
});

test('a problem comes in the words of the server', async () => {
  const { requests, reader } = createServer();
  const read = reader.read({ text: 'a' });
  requests[0].answer({ detail: 'Text is 9 tokens long.', code: 'bad_input' }, 422);
  await assert.rejects(read, new ApiError('Text is 9 tokens long.', { status: 422, code: 'bad_input' }));
});

test('no answer at all is said so', async () => {
  const { requests, reader } = createServer();
  const read = reader.read({ text: 'a' });
  requests[0].fail(new TypeError('Failed to fetch'));
  await assert.rejects(read, (error) => error instanceof ApiError && error.status === 0 && error.message === 'The server did not answer.');
});

test('an answer that is no JSON is told by its status', async () => {
  const fetcher = async () => new Response('<html>', { status: 502 });
  await assert.rejects(get('/large', /** @type {any} */ (fetcher)), /The server answered 502/);
});
