/**
 * Patterns of units, after LSTMVis (Strobelt et al. 2018): on, which is above a threshold, at every step of a range, and
 * off just before it. Pure.
 *
 * @typedef {{units: number, steps: number, at: (unit: number, step: number) => number}} Values of a signal over a text
 * @typedef {{unit: number, low: number, high: number}} Span of thresholds at which a unit has the pattern: low ≤ threshold < high
 * @typedef {{most: number, step: number}} Slider thresholds 0, step, … most
 */

const STOPS = 50; // at most, of the slider

/** Values that the API answers in base64, [steps][units]. @param {Float32Array} numbers @param {number[]} shape @returns {Values} */
export function valuesOf(numbers, [steps, units]) {
  return { units, steps, at: (unit, step) => numbers[step * units + unit] };
}

/**
 * The units that have the pattern at some threshold from 0 up, with all such thresholds.
 *
 * @param {Values} values @param {number[]} range first and last step @param {boolean} offBefore not on just before; at the
 *   first step nothing is before
 * @returns {Span[]}
 */
export function spansOf({ units, at }, [first, last], offBefore) {
  const spans = [];
  for (let unit = 0; unit < units; unit += 1) {
    let high = Infinity;
    for (let step = first; step <= last; step += 1) high = Math.min(high, at(unit, step));
    const low = Math.max(0, offBefore && first > 0 ? at(unit, first - 1) : 0);
    if (high > low) spans.push({ unit, low, high });
  }
  return spans;
}

/** The units that have the pattern at a threshold, those furthest above it first. @param {Span[]} spans */
export function unitsAt(spans, threshold) {
  return spans.filter(({ low, high }) => low <= threshold && threshold < high).sort((a, b) => b.high - a.high).map(({ unit }) => unit);
}

/** Thresholds up to the highest value that a unit has throughout, in round steps. @param {Span[]} spans @returns {Slider} */
export function sliderOf(spans) {
  const most = Math.max(1, ...spans.map(({ high }) => high));
  const step = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10].find((each) => most / each <= STOPS) ?? most / STOPS;
  return { most: rounded(Math.ceil(most / step) * step), step };
}

/** How many units have the pattern at each stop of the slider. @param {Span[]} spans @param {Slider} slider @returns {number[]} */
export function countsAt(spans, slider) {
  return stopsOf(slider).map((threshold) => unitsAt(spans, threshold).length);
}

/** The highest threshold that a unit passes: units that are added by a lower one are found together more rarely. @param {Span[]} spans @param {Slider} slider */
export function suggested(spans, slider) {
  return stopsOf(slider)[Math.max(0, countsAt(spans, slider).findLastIndex((count) => count > 0))];
}

function stopsOf({ most, step }) {
  return Array.from({ length: Math.round(most / step) + 1 }, (_, n) => rounded(n * step));
}

const rounded = (number) => Number(number.toFixed(4));
