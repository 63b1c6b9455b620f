/** The server's answers: one request for each reading, the stale dropped. */

const IN_FLIGHT = 2; // one being shown and one being made: more would only queue up behind each other

/** What went wrong, in the server's words: `status` is 0 where there was no answer at all. */
export class ApiError extends Error {
  constructor(detail, { status = 0, code = 'no_answer' } = {}) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

/**
 * A reader of views. `read(request)` resolves to the answer, or to null where a newer one has been asked for or shown
 * meanwhile; it rejects with ApiError.
 */
export function createReader(base, fetcher = (...args) => fetch(...args)) {
  let asked = 0;
  let shown = 0;
  const flights = [];

  async function read(request) {
    const number = ++asked;
    const controller = new AbortController();
    flights.push(controller);
    if (flights.length > IN_FLIGHT) flights.shift().abort();
    try {
      const answer = await post(fetcher, `${base}/figures`, request, controller.signal);
      if (number < shown) return null;
      shown = number;
      return answer;
    } catch (error) {
      if (controller.signal.aborted || number < asked) return null;
      throw error;
    } finally {
      const place = flights.indexOf(controller);
      if (place >= 0) flights.splice(place, 1);
    }
  }
  return { read };
}

/** POST a JSON body. Resolves to the parsed answer; rejects with ApiError. */
export async function post(fetcher, path, body, signal) {
  let response;
  try {
    response = await fetcher(path, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('The server did not answer.');
  }
  if (response.ok) return response.json();
  throw await problem(response);
}

async function problem(response) {
  try {
    const { detail, code } = await response.json();
    return new ApiError(detail, { status: response.status, code });
  } catch {
    return new ApiError(`The server answered ${response.status}.`, { status: response.status, code: 'unreadable' });
  }
}
