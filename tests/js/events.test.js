import assert from 'node:assert/strict';
import test from 'node:test';

import { createParser, readEvents } from '../../static/js/events.js';

const STREAM = 'event: token\ndata: {"token":" é"}\n\nevent: done\r\ndata: one\r\ndata:two\r\n\r\n: a comment\rdata\rid: 7\r\rdata: last\n\n';
const EVENTS = [
  { name: 'token', data: '{"token":" é"}' }, { name: 'done', data: 'one\ntwo' }, { name: 'message', data: '' }, { name: 'message', data: 'last' },
];

/** A stream of these pieces of bytes, and whether it was cancelled. */
function streamOf(pieces) {
  const state = { cancelled: false };
  const stream = new ReadableStream({
    pull(controller) {
      if (pieces.length) controller.enqueue(pieces.shift());
      else controller.close();
    },
    cancel: () => void (state.cancelled = true),
  });
  return { stream, state };
}

test('lines end in any of three ways, data goes over several, and names last for one event', () => {
  assert.deepEqual(createParser().push(STREAM), EVENTS);
});

test('wherever the text is cut, the events are the same', () => {
  for (let cut = 0; cut <= STREAM.length; cut += 1) {
    const parser = createParser();
    assert.deepEqual([...parser.push(STREAM.slice(0, cut)), ...parser.push(STREAM.slice(cut))], EVENTS);
  }
});

test('an event that is not complete, or has no data, is none', () => {
  assert.deepEqual(createParser().push('event: token\ndata: {"tok'), []);
  assert.deepEqual(createParser().push('event: token\n\ndata: x\n\n'), [{ name: 'message', data: 'x' }]);
});

test('bytes are read as they arrive, one by one, and letters that are cut are whole again', async () => {
  const { stream } = streamOf(Array.from(new TextEncoder().encode(STREAM), (byte) => Uint8Array.of(byte)));
  const found = [];
  for await (const event of readEvents(stream)) found.push(event);
  assert.deepEqual(found, EVENTS);
});

test('leaving the loop closes the stream', async () => {
  const { stream, state } = streamOf(Array.from({ length: 100 }, () => new TextEncoder().encode('data: 1\n\n')));
  for await (const { data } of readEvents(stream)) {
    assert.equal(data, '1');
    break;
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(state.cancelled, true);
});
