// Elements without a framework: everything that comes from the daemon ends up in text nodes.

const SVG = 'http://www.w3.org/2000/svg';

export const byId = (id) => document.getElementById(id);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** An element with attributes (`onclick` and the like are listeners) and children. */
export const h = (tag, attributes, ...children) =>
  fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

/** Replaces what is in a parent. The focus stays where it was if its `data-key` is there again. */
export function swap(parent, ...children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.closest('[data-key]')?.dataset.key;
  parent.replaceChildren(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  if (key !== undefined) {
    const again = parent.querySelector(`[data-key="${CSS.escape(key)}"]`);
    again?.focus({preventScroll: true});
  }
}

/** Calls `render` only when what it shows has changed. */
export function whenChanged(render) {
  let last;
  return (...values) => {
    const now = JSON.stringify(values);
    if (now !== last) {
      last = now;
      render(...values);
    }
  };
}

/** A group of buttons of which one is pressed. */
export function choice(group, attribute, choose) {
  group.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button) {
      choose(button.dataset[attribute]);
    }
  });
  return (chosen) => {
    for (const button of group.querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.dataset[attribute] === chosen));
    }
  };
}
