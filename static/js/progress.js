/** Which chapters of the lesson are done: kept on this device, in the order in which they were done. Knows no element. */

const KEY = 'gatescope-lesson';

/** @param {Storage | null} storage null: a browser that keeps nothing, so it lasts as long as the page */
export function createProgress(storage) {
  let done = read(storage);

  /** Say of a chapter whether it is done. @param {string} slug @param {boolean} is */
  function mark(slug, is = true) {
    done = [...done.filter((each) => each !== slug), ...(is ? [slug] : [])];
    write(storage, done);
  }

  function clear() {
    done = [];
    write(storage, done);
  }

  return { mark, clear, isDone: (slug) => done.includes(slug), among: (slugs) => slugs.filter((slug) => done.includes(slug)) };
}

/** The storage of this device, or null where the browser refuses it. @returns {Storage | null} */
export function deviceStorage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** @returns {string[]} */
function read(storage) {
  try {
    const kept = JSON.parse(storage?.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((slug) => typeof slug === 'string') : [];
  } catch {
    return [];
  }
}

function write(storage, done) {
  try {
    storage?.setItem(KEY, JSON.stringify(done));
  } catch {
    // full, or refused: it lasts as long as the page
  }
}
