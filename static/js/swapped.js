/**
 * An answer of `POST /figures/compare`, ready to be asked: what stands in a column of the two texts, and how do the
 * signals differ there? Pure. A `place` is the number of a column.
 */

import { decode } from './reading.js';

export class Swapped {
  /** @param {any} answer @param {{a: string, b: string}} asked the two texts */
  constructor(answer, asked) {
    this.answer = answer;
    this.texts = asked;
    this.tokens = { a: answer.a.tokens, b: answer.b.tokens };
    this.columns = answer.columns;
    this.units = answer.units;
    this.places = placesOf(answer.alignment, answer.columns);
    this.pairs = new Map(this.places.map((place, pair) => [place, pair]));
    this.rows = new Map(this.units.map((unit, row) => [unit, row]));
    this.values = Object.fromEntries(Object.entries(answer.figures).map(([name, figure]) => [name, decode(figure.data[0].z)]));
  }

  /** Whether anything differs where both have the same word. */
  get differs() {
    return this.answer.carriers.length > 0;
  }

  /** The column of a step of the first text. */
  placeOf(step) {
    return this.columns.findIndex(([i]) => i === step);
  }

  /** The tokens of a column: {a, b}, null where that text has none there. */
  at(place) {
    const [i, j] = this.columns[place];
    return { a: i === null ? null : this.tokens.a[i], b: j === null ? null : this.tokens.b[j] };
  }

  /** Whether the same token stands in both texts there. */
  isPair(place) {
    return this.pairs.has(place);
  }

  /** Row of a unit from the top, or −1 where it is not shown. */
  row(unit) {
    return this.rows.get(unit) ?? -1;
  }

  /** By how much a signal of a shown unit is larger in the second text; NaN where there is no pair. */
  value(name, unit, place) {
    return this.values[name][this.row(unit) * this.columns.length + place];
  }

  /** The runs of columns that are no pairs: where each begins, and how many columns it has. */
  gaps() {
    const bounds = [...this.places, this.columns.length];
    const runs = this.places.map((place, pair) => ({ from: place + 1, count: bounds[pair + 1] - place - 1 }));
    return runs.filter(({ count }) => count);
  }

  /** What a text has in some columns, as it was typed; '' for nothing. @param {'a' | 'b'} side */
  slice(side, { from, count }) {
    const tokens = this.columns.slice(from, from + count).map((_, n) => this.at(from + n)[side]).filter(Boolean);
    return tokens.length ? Array.from(this.texts[side]).slice(tokens[0].start, tokens.at(-1).end).join('') : '';
  }
}

/** The column of each pair: both lists rise. */
function placesOf(alignment, columns) {
  const isPair = (pair, [i, j]) => pair < alignment.length && alignment[pair][0] === i && alignment[pair][1] === j;
  const places = [];
  columns.forEach((column, place) => isPair(places.length, column) && places.push(place));
  return places;
}
