/** The names that units have earned, from the answer of `GET /units`. Pure. */

import { nameKey } from './probe_words.js';

/**
 * {`${layer} ${unit}`: words}, only of those that have earned any.
 *
 * @param {{units: any[]}} answer @param {Record<string, string>} words what a property is called
 * @returns {Record<string, string>}
 */
export function earnedNames({ units }, words) {
  const known = units.filter(({ knows }) => knows.length);
  return Object.fromEntries(known.map((each) => [nameKey(each), each.knows.map(({ property }) => words[property]).join(', ')]));
}
