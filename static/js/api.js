/** The server's answers: one request for each reading, the stale dropped. */

import { readEvents } from './events.js';

const IN_FLIGHT = 2; // one being shown and one being made: more would only queue up behind each other

/**
 * What went wrong, in the server's words; in which field, if in one. `status` is 0 where there was no answer at all;
 * `retryAfter`: in how many seconds it may go well, or null.
 */
export class ApiError extends Error {
  constructor(detail, { status = 0, code = 'no_answer', field = /** @type {string | null} */ (null), retryAfter = /** @type {number | null} */ (null) } = {}) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.field = field;
    this.retryAfter = retryAfter;
  }
}

/**
 * A reader of views. `read(body)` resolves to the answer, or to null where a newer one was asked for or shown
 * meanwhile; it rejects with ApiError. `drop()` makes everything under way stale.
 *
 * @param {string} base of the API
 * @param {typeof fetch} fetcher
 */
export function createReader(base, fetcher = (...args) => fetch(...args)) {
  let asked = 0;
  let shown = 0;
  const flights = [];

  async function read(body) {
    const number = ++asked;
    const flight = new AbortController();
    flights.push(flight);
    if (flights.length > IN_FLIGHT) flights.shift()?.abort();
    try {
      const answer = await post(`${base}/figures`, body, { fetcher, signal: flight.signal });
      if (number <= shown) return null;
      shown = number;
      return answer;
    } catch (error) {
      if (number < asked || number <= shown) return null;
      throw error;
    } finally {
      if (flights.includes(flight)) flights.splice(flights.indexOf(flight), 1);
    }
  }

  function drop() {
    shown = asked;
    for (const flight of flights.splice(0)) flight.abort();
  }

  return { read, drop };
}

/** POST a JSON body. Resolves to the parsed answer; rejects with ApiError. */
export function post(path, body, { fetcher = fetch, signal = /** @type {AbortSignal | undefined} */ (undefined) } = {}) {
  return answerOf(fetcher(path, posted(body, signal)));
}

/**
 * POST a JSON body, and read the events that answer, as they arrive: {name, data: parsed}. Throws ApiError. Aborting the
 * signal closes the connection, and with it the work of the server.
 */
export async function* postForEvents(path, body, { fetcher = fetch, signal = /** @type {AbortSignal | undefined} */ (undefined) } = {}) {
  const response = await fetcher(path, posted(body, signal)).catch(unanswered);
  if (!response.ok) throw await problem(response);
  try {
    for await (const { name, data } of readEvents(response.body)) yield { name, data: JSON.parse(data) };
  } catch {
    throw new ApiError('The connection to the server broke off.', { code: 'broken_off' });
  }
}

function posted(body, signal) {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal };
}

/** GET JSON. Resolves to the parsed answer; rejects with ApiError. */
export function get(path, fetcher = fetch) {
  return answerOf(fetcher(path));
}

async function answerOf(request) {
  let response;
  try {
    response = await request;
    if (response.ok) return await response.json();
  } catch {
    unanswered();
  }
  throw await problem(response);
}

/** @returns {never} */
function unanswered() {
  throw new ApiError('The server did not answer.');
}

async function problem(response) {
  const retryAfter = Number(response.headers.get('retry-after')) || null;
  try {
    const { detail, code, field } = await response.json();
    return new ApiError(detail, { status: response.status, code, field, retryAfter });
  } catch {
    return new ApiError(`The server answered ${response.status}.`, { status: response.status, code: 'unreadable', retryAfter });
  }
}
