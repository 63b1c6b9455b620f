/** Which key means what, everywhere on the page; and when a key belongs to what has the focus instead. Pure. */

const ACTIONS = new Map(Object.entries({
  ' ': 'play', ArrowLeft: 'back', ArrowRight: 'on', Home: 'first', End: 'last',
  k: 'unitUp', j: 'unitDown', p: 'pin', u: 'drawing', w: 'words', h: 'hold', '?': 'help', Escape: 'clear',
}));
const STEADY = ['back', 'on', 'first', 'last', 'unitUp', 'unitDown']; // a key held down repeats these alone
const MOVES = ['ArrowLeft', 'ArrowRight', 'Home', 'End'];

const FIELD = 'textarea, select, [contenteditable=""], [contenteditable=true], '
  + 'input:not([type=radio], [type=checkbox], [type=range], [type=button], [type=submit])';
/** What has the focus -> the keys that it takes for itself. */
const OWN_KEYS = [
  ['input[type=radio], input[type=range], [role=slider], [role=listbox], [role=tab]', MOVES],
  ['[role=region][tabindex]', [' ', ...MOVES]], // what scrolls
  ['button, summary, input[type=radio], input[type=checkbox], [role=button], [role=tab]', [' ']],
];
const OPEN = 'dialog[open], :popover-open'; // what Esc closes first

/** @param {KeyboardEvent} event @returns {string | null} the name of the action */
export function actionOf(event) {
  const way = pastOf(event);
  if (way) return belongsElsewhere(event.key, /** @type {Element} */ (event.target)) ? null : way;
  const action = ACTIONS.get(event.key.length === 1 ? event.key.toLowerCase() : event.key) ?? null;
  if (!action || event.defaultPrevented || event.isComposing || withModifier(event)) return null;
  if (event.repeat && !STEADY.includes(action)) return null;
  return belongsElsewhere(event.key, /** @type {Element} */ (event.target)) ? null : action;
}

/** Undo and redo, as every program has them. */
function pastOf({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  if (!(ctrlKey || metaKey) || altKey) return null;
  if (key.toLowerCase() === 'z') return shiftKey ? 'redo' : 'undo';
  return key.toLowerCase() === 'y' && !shiftKey ? 'redo' : null;
}

function withModifier({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  return ctrlKey || metaKey || altKey || (shiftKey && key !== '?');
}

function belongsElsewhere(key, target) {
  if (target.matches(FIELD) || target.ownerDocument.querySelector(OPEN)) return true;
  return OWN_KEYS.some(([selector, keys]) => keys.includes(key) && target.matches(selector));
}
