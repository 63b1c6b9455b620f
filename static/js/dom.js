/** Elements without markup: text is always text. The only way in which the page's modules build elements. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * The one element that the page must have; its absence is a defect of the templates and is said at once.
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {any}
 */
export function find(selector, root = document) {
  const element = root.querySelector(selector);
  if (!element) throw new Error(`The page has no ${selector}.`);
  return element;
}

/**
 * All elements that match, as an array.
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {any[]}
 */
export function findAll(selector, root = document) {
  return [...root.querySelectorAll(selector)];
}

/**
 * An element with attributes (null and false are left out, true is empty) and children (strings become text).
 * @returns {any}
 */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Set an element's text if it differs: unchanged text is not laid out again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Set CSS properties through the object model, which the content security policy leaves free. */
export function setStyle(element, properties) {
  for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value);
}

/** Say of a field whether it cannot be used as it stands. */
export function setInvalid(field, wrong) {
  if (wrong) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
}

/** Whether the page is as narrow as the style sheets have it for phones. */
export function isPhone() {
  return matchMedia('(max-width: 720px)').matches;
}

/** Call `listener(target, event)` for events on elements within `container` that match `selector`. */
export function onWithin(container, type, selector, listener) {
  container.addEventListener(type, (event) => {
    const target = event.target.closest?.(selector);
    if (target && container.contains(target)) listener(target, event);
  });
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false || value === undefined) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}
