/**
 * Server-sent events from a stream of bytes, as the HTML standard reads them; EventSource itself cannot POST. Pure.
 *
 * @typedef {{name: string, data: string}} ServerEvent
 */

const LINE_END = /\r\n|\n|\r(?!$)/; // a CR at the very end may be half of a CR LF: it waits for what follows

/** Takes text in pieces of any size. `push(text)` gives the events that it completes. */
export function createParser() {
  let rest = '';
  let name = '';
  let data = /** @type {string[]} */ ([]);

  /** @param {string} text @returns {ServerEvent[]} */
  function push(text) {
    const lines = (rest + text).split(LINE_END);
    rest = lines.pop() ?? '';
    return lines.flatMap(take);
  }

  /** One line. A blank one ends the event; an event without data is none. */
  function take(line) {
    if (line !== '') return read(line);
    const event = { name: name || 'message', data: data.join('\n') };
    const isOne = data.length > 0;
    [name, data] = ['', []];
    return isOne ? [event] : [];
  }

  function read(line) {
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === 'event') name = value;
    if (field === 'data') data.push(value);
    return [];
  }

  return { push };
}

/**
 * The events of a stream as they arrive. Leaving the loop closes the stream.
 *
 * @param {ReadableStream<Uint8Array>} stream @returns {AsyncGenerator<ServerEvent>}
 */
export async function* readEvents(stream) {
  const parser = createParser();
  const reader = stream.pipeThrough(/** @type {ReadableWritablePair<string, any>} */ (new TextDecoderStream())).getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield* parser.push(piece.value);
  } finally {
    reader.cancel().catch(() => {}); // the connection may be gone already
  }
}
