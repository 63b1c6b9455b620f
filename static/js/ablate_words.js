/**
 * Which unit decides between two continuations, in words; and what is asked. Pure.
 *
 * An answer is that of `POST /figures/ablate`: {step, for, against, value, log_odds, units: [{layer, unit, log_odds, change}],
 * as_read: {for, against: {pieces, probability}}, means}. Log-odds are ln p(for) − ln p(against), in nats.
 */

import { smallShare } from './gradient_words.js';
import { spaced, times } from './memory_words.js';
import { inBrackets } from './names.js';
import { count, signed } from './numbers.js';
import { plain, word } from './pieces.js';
import { quoted, visible, visibleWord } from './words.js';

const USUAL = ['she', 'he'];
const PAIRS = [USUAL, ['her', 'his'], ['was', 'were'], ['is', 'are'], ['who', 'which']];
const EVEN = Math.log(1.05); // nats: odds nearer than this are told as even
const LITTLE = Math.log(1.1); // nats: a change that nobody would call a decision
const FEW = 5; // others
const FRACTION = 0.1; // of the largest change: units that change as much have a say, too

/** The continuations of a view, as they stand in their fields. @returns {string[]} */
export function pairOf({ favoured, against }) {
  return [favoured ?? USUAL[0], against ?? USUAL[1]];
}

/** What a view is to have for a pair: the usual one needs no words in a link. */
export function viewOf(pair) {
  const [favoured, against] = pair;
  const isUsual = favoured === USUAL[0] && against === USUAL[1];
  return isUsual ? { favoured: null, against: null } : { favoured, against };
}

/** Pairs to try: the usual ones, and the two best guesses that can be typed, if they are others. @param {any[]} guesses for the next token */
export function pairsFor(guesses) {
  const typed = guesses.filter(({ id, token }) => id !== 0 && spaced(bare(token)) === token && visible(token) === token).map(({ token }) => bare(token));
  const best = typed.slice(0, 2);
  const isNew = best.length === 2 && !PAIRS.some((pair) => best.every((word) => pair.includes(word)));
  return isNew ? [...PAIRS, best] : PAIRS;
}

/**
 * The question to the server, or what stands in its way.
 *
 * @param {any} reading @param {any} view @param {string} reads 'words' | 'characters' | 'letters': what the network reads
 * @returns {{question: any} | {missing: 'for' | 'against', why: string}}
 */
export function questionOf({ text, model, theme }, view, reads) {
  if (reads === 'letters') return { missing: 'for', why: 'This asks what a network expects as its next words, and this one reads strings of a few letters. Choose a model that reads English.' };
  const [favoured, against] = pairOf(view);
  if (!favoured.trim()) return { missing: 'for', why: 'Type the one of the two words to choose between.' };
  if (!against.trim()) return { missing: 'against', why: 'Type the other of the two words to choose between.' };
  if (spaced(favoured) === spaced(against)) return { missing: 'against', why: 'Both are the same: type two different words.' };
  return { question: { text, model, step: view.step, for: spaced(favoured), against: spaced(against), value: view.ablated === 'mean' ? 'mean' : 0, theme } };
}

/** What the network expects, which unit changes it most, and how many others do. @param {any} answer @param {any} token read last @param {(each: any) => import('./names.js').Name | null} nameOf a unit */
export function ablateLead(answer, token, nameOf = () => null) {
  const { log_odds: odds, units, as_read: { for: one, against: other } } = answer;
  const shares = (odds < 0 && !isEven(odds) ? [other, one] : [one, other]).map(({ probability }) => smallShare(probability));
  const found = ['After ', word(quoted(token)), ', ', ...oddsPieces(odds, answer, ['is', 'are']), ` (${shares.join(' against ')}). `];
  const [strongest, ...others] = units;
  if (Math.abs(strongest.change) < LITTLE) return [...found, 'No unit alone changes that by much: w', ...without(strongest, answer, nameOf), '.'];
  return [...found, 'W', ...without(strongest, answer, nameOf), '. ', alone(strongest, others), turning(units, odds)];
}

/** What a screen reader hears of a row: Unit 214: without it “he” is 1.6 times as probable as “she”. */
export function rowName(each, answer, layers, name = null) {
  const taken = answer.value === 'mean' ? 'at its mean' : 'without it';
  return `Unit ${unitName(each, layers)}${inBrackets(name)}: ${taken} ${plain(oddsPieces(each.log_odds, answer, ['is', 'are']))}`;
}

/** What more there is to say: several tokens, and holds that are left out. @param {any} answer @param {boolean} isHeld */
export function ablateNote({ for: one, against: other, as_read: read }, isHeld) {
  const long = [[one, read.for], [other, read.against]].filter(([, { pieces }]) => pieces.length > 1)
    .map(([words, { pieces }]) => `“${visible(words.trim())}” is ${count(pieces.length, 'token')} to this network (${pieces.map((piece) => visible(bare(piece))).join(' · ')}), scored one after the other.`);
  return [...long, ...(isHeld ? ['As read without the holds.'] : [])].join(' ');
}

/** A unit by its name: with several layers by that of its layer, too. */
export function unitName({ layer, unit }, layers) {
  return layers > 1 ? `${layer + 1} · ${unit}` : String(unit);
}

/** The ranking as a table: every unit, the strongest first. @param {any} answer @param {number} layers of the model */
export function ablateTable(answer, layers) {
  const { units, means, for: one, against: other } = answer;
  const cells = [
    ({ log_odds: odds }) => signed(odds), ({ change }) => signed(change), ({ log_odds: odds }) => Math.exp(odds).toPrecision(3),
    (_, row) => signed(means[row]),
  ];
  return {
    title: 'What the odds become without each unit', corner: layers > 1 ? 'layer · unit' : 'unit',
    columns: ['log-odds without it', 'change', `odds of “${bare(one)}” against “${bare(other)}”`, ...(means ? ['its mean'] : [])],
    rows: units.map((each) => unitName(each, layers)),
    cell: (row, column) => cells[column](units[row], row),
  };
}

/** The label of a suggested pair. */
export function pairLabel(pair) {
  return pair.map(visibleWord).join(' / ');
}

function oddsPieces(odds, { for: one, against: other }, [is, are]) {
  const [sooner, later] = odds < 0 ? [other, one] : [one, other];
  if (isEven(odds)) return [...quote(one), ' and ', ...quote(other), ` ${are} about equally probable`];
  return [...quote(sooner), ` ${is} `, figure(`${times(Math.abs(odds))} times`), ' as probable as ', ...quote(later)];
}

/** What one unit makes of the odds, but for its first letter. */
function without(each, answer, nameOf) {
  const odds = each.log_odds;
  const unit = `${each.unit}${inBrackets(nameOf(each))}`;
  const taken = answer.value === 'mean' ? `ith unit ${unit} held at its mean` : `ithout unit ${unit}`;
  const turns = turned(odds, answer.log_odds);
  if (turns || isEven(odds) || isEven(answer.log_odds)) return [`${taken} `, ...oddsPieces(odds, answer, ['would be', 'would be']), ...(turns ? [' instead'] : [])];
  return [`${taken} it would be `, figure(`${times(Math.abs(odds))} times`)];
}

function alone({ change }, others) {
  const also = others.filter((each) => Math.abs(each.change) >= FRACTION * Math.abs(change)).length;
  if (!also) return 'No other unit changes it a tenth as much. ';
  if (also === 1) return 'Only one other changes it at least a tenth as much. ';
  return `${also > FEW ? 'It is not alone: ' : 'Only '}${also} others change it at least a tenth as much. `;
}

/** Which units turn the odds round; of even odds there is no saying. */
function turning(units, odds) {
  if (isEven(odds)) return '';
  const turn = units.filter((each) => turned(each.log_odds, odds));
  if (!turn.length) return 'None of them alone turns the odds round.';
  if (turn.length > 1) return `${turn.length} units, each on its own, turn the odds round.`;
  return turn[0] === units[0] ? 'It alone turns the odds round.' : `Unit ${turn[0].unit} alone turns the odds round.`;
}

/** Whether the other continuation has become the more probable one, and plainly so. */
function turned(odds, before) {
  return !isEven(odds) && !isEven(before) && Math.sign(odds) !== Math.sign(before);
}

const isEven = (odds) => Math.abs(odds) < EVEN;

const bare = (token) => (token.startsWith(' ') ? token.slice(1) : token);
const figure = (text) => ({ text, tag: 'b', tone: '' });
const quote = (text) => ['“', word(visible(text.trim())), '”'];
