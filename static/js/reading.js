/**
 * An answer of `POST /figures`, ready to be asked: what is the value of this signal, in this unit, at this step?
 * The figures' own arrays are the only copy of the values.
 */

export class Reading {
  /** @param {any} answer as the server sends it @param {{text: string, theme: string, holds?: any[]}} asked `holds` in force */
  constructor(answer, { text, theme, holds = [] }) {
    this.text = text;
    this.theme = theme;
    this.holds = holds;
    this.model = answer.model;
    this.kind = answer.kind;
    this.layer = answer.layer;
    this.tokens = answer.tokens;
    this.units = answer.units;
    this.range = answer.range;
    this.elapsed = answer.elapsed;
    this.notices = answer.notices ?? [];
    this.predictions = answer.predictions;
    this.halfLife = answer.half_life;
    this.liveliness = answer.liveliness;
    this.still = new Set(answer.still);
    this.saturation = Object.fromEntries(Object.entries(answer.saturation).map(([gate, shares]) => [gate, decode({ bdata: shares.data })]));
    this.figures = { ...answer.figures, ...answer.echoes };
    this.steps = this.tokens.length;
    this.rows = new Map(this.units.map((unit, row) => [unit, row]));
    this.values = Object.fromEntries(Object.entries(this.figures).map(([name, figure]) => [name, decode(figure.data[0].z)]));
    this.differences = answer.differences ?? null;
    this.original = answer.original ? originalOf(answer.original) : null;
  }

  /** Row of a unit from the top, or −1 where it is not shown. */
  row(unit) {
    return this.rows.get(unit) ?? -1;
  }

  /** Value of a signal or echo of a shown unit at a step. */
  value(name, unit, step) {
    return this.values[name][this.row(unit) * this.steps + step];
  }

  /** What a map shows: the value, or with the look 'difference' what the holds have added to it. */
  shown(look, name, unit, step) {
    const value = this.value(name, unit, step);
    return look === 'difference' && this.original ? value - this.lineBefore(name, unit)[step] : value;
  }

  /** All values [steps] of a signal or echo of a shown unit. */
  line(name, unit) {
    return this.lineOf(this.values, name, unit);
  }

  /** The same without holds, or null where nothing is held. */
  lineBefore(name, unit) {
    return this.original && this.lineOf(this.original.values, name, unit);
  }

  lineOf(values, name, unit) {
    const from = this.row(unit) * this.steps;
    return values[name].subarray(from, from + this.steps);
  }
}

/** The same rows as they are read without holds: their guesses and values. */
function originalOf({ predictions, values }) {
  return { predictions, values: Object.fromEntries(Object.entries(values).map(([name, { data }]) => [name, decode({ bdata: data })])) };
}

/** Floats of a base64 array as Plotly takes it: {dtype: 'f4', bdata, shape}. Little-endian, as every browser's machine. */
export function decode({ bdata }) {
  const binary = atob(bdata);
  const bytes = new Uint8Array(binary.length);
  for (let n = 0; n < bytes.length; n += 1) bytes[n] = binary.charCodeAt(n); // twenty times as fast as Uint8Array.from
  return new Float32Array(bytes.buffer);
}
