/** Numbers as the page writes them: two decimals, a true minus, signs on contents and none on gates. */

const MINUS = '−';

/** A signed number: +0.09, −1.20, 0.00 (zero has no sign). */
export function signed(value) {
  const digits = Math.abs(value).toFixed(2);
  if (Number(digits) === 0) return digits;
  return (value < 0 ? MINUS : '+') + digits;
}

/** A signal's value: gates plain, contents signed. */
export function written(scale, value) {
  return scale === 'gate' ? value.toFixed(2) : signed(value);
}

/** The class that colours a number: 'pos', 'neg', or '' for gates and for what rounds to zero. */
export function tone(scale, value) {
  if (scale === 'gate' || Number(value.toFixed(2)) === 0) return '';
  return value < 0 ? 'neg' : 'pos';
}

/** A probability: 16 %, 2.0 %, < 0.1 %. */
export function percent(probability) {
  if (probability >= 0.1) return `${Math.round(probability * 100)} %`;
  if (probability >= 0.001) return `${(probability * 100).toFixed(1)} %`;
  return '< 0.1 %';
}

/** A whole number with a true minus, for the ticks of a scale. */
export function tick(value) {
  return value < 0 ? MINUS + String(-value) : String(value);
}

/** The limit R of the contents scale, as short as it can be said. */
export function limit(range) {
  return Number(range.toPrecision(3)).toString();
}

/** "1 layer", "2 layers", "17 tokens". */
export function count(number, noun) {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
