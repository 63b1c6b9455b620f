/** The unit that rows are compared with when they go by likeness: the first that is pinned, else the selected one. */
export function compared({ pinned, unit }) {
  return pinned[0] ?? unit;
}
