/** What of a long row is in sight: equally wide things side by side, of which only some are drawn. Pure. */

/** The first and the last one in sight, with one more on either side. */
export function inSight({ left, room, width, count }) {
  const first = Math.max(0, Math.floor(left / width) - 1);
  const last = Math.min(count - 1, Math.ceil((left + room) / width));
  return { first, last };
}

/** Where to scroll so that one is well in sight: as it is, if it is; else with that one in the middle. */
export function scrollTo(index, { left, room, width, count }) {
  const [from, to] = [(index - 0.5) * width, (index + 1.5) * width];
  if (from >= left && to <= left + room) return left;
  const most = Math.max(0, count * width - room);
  return Math.min(most, Math.max(0, (from + to - room) / 2));
}
