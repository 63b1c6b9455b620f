/** A pasted text, cut into texts that the server takes: its lines, and long ones between words. Pure. */

const BODY = 56_000; // bytes of texts in one request: the server takes 65,536, and some are for the rest of it

/**
 * @param {string} pasted
 * @param {{characters: number, texts: number}} limits of one text in code points, and how many they may be
 * @returns {{texts: string[], left: number}} `left`: characters that found no room
 */
export function textsOf(pasted, limits) {
  const lines = pasted.toWellFormed().split('\n').map((line) => Array.from(line.trim())).filter((line) => line.length);
  const texts = [];
  let left = lines.reduce((sum, { length }) => sum + length, 0);
  let bytes = 0;
  for (const piece of piecesOf(lines, limits.characters)) {
    bytes += sizeOf(piece.join(''));
    if (texts.length === limits.texts || bytes > BODY) return { texts, left };
    texts.push(piece.join(''));
    left -= piece.length;
  }
  return { texts, left: 0 };
}

/** Lines of characters in pieces of so many at most, cut at the last blank before that, if there is one. */
function* piecesOf(lines, most) {
  for (const line of lines) {
    let from = 0;
    while (line.length - from > most) {
      const blank = line.lastIndexOf(' ', from + most);
      const end = blank > from ? blank : from + most;
      yield line.slice(from, end);
      from = line[end] === ' ' ? end + 1 : end;
    }
    if (from < line.length) yield line.slice(from);
  }
}

/** As JSON, with a comma. */
function sizeOf(text) {
  return new TextEncoder().encode(JSON.stringify(text)).length + 1;
}
