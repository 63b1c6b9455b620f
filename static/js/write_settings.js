/**
 * How the network goes on writing: read from the address and written there. Pure.
 *
 * As text: tokens, temperature, top_k, top_p and seed with commas between them; what is missing or no number is as usual,
 * what lies outside its range is at its nearest end.
 *
 * @typedef {{tokens: number, temperature: number, top_k: number, top_p: number, seed: number}} Settings as the API takes them
 */

export const RANGES = {
  tokens: { low: 1, high: 200, step: 1, usual: 40 },
  temperature: { low: 0, high: 5, step: 0.05, usual: 0.8 },
  top_k: { low: 0, high: 50, step: 1, usual: 0 },
  top_p: { low: 0, high: 1, step: 0.01, usual: 0.95 },
  seed: { low: 0, high: 2 ** 32 - 1, step: 1, usual: 1 },
};
const NAMES = Object.keys(RANGES);

/** @param {string | null} text @returns {Settings} */
export function parseSettings(text) {
  const parts = (text ?? '').split(',');
  return /** @type {any} */ (Object.fromEntries(NAMES.map((name, n) => [name, nearest(name, parts[n])])));
}

/** The text of these settings; null where all are as usual. @param {Settings} settings */
export function formatSettings(settings) {
  return NAMES.every((name) => settings[name] === RANGES[name].usual) ? null : NAMES.map((name) => settings[name]).join(',');
}

/** The nearest value that a setting can have; its usual one for what is no number. */
export function nearest(name, text) {
  const { low, high, step, usual } = RANGES[name];
  const number = (text ?? '').trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(number)) return usual;
  const within = Math.min(high, Math.max(low, number));
  return step === 1 ? Math.round(within) : Number(within.toFixed(4));
}
