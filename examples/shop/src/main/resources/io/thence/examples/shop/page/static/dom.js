// SPDX-License-Identifier: Apache-2.0

function made(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** An HTML element; texts are never read as markup. */
export const html = (name, attributes = {}, ...children) => made(document.createElement(name), attributes, children);

/** An SVG element. */
export const svg = (name, attributes = {}, ...children) =>
  made(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);

/** Calls `draw(width)` now and whenever the element's width changes. */
export function onWidth(element, draw) {
  let width = 0;
  new ResizeObserver(() => {
    if (element.clientWidth > 0 && element.clientWidth !== width) {
      width = element.clientWidth;
      draw(width);
    }
  }).observe(element);
}
