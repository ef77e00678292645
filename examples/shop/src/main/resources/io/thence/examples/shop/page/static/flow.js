// SPDX-License-Identifier: Apache-2.0
import { onWidth, svg } from './dom.js';

const COLUMN = { COMMAND: 0, DECIDER: 1, EVENT: 2 };
const LAST = 3;
const BOX = 28;
const ROW = 44;
const HEAD = 26;
const LANE = 14;
const GAP_MIN = 54;
const FONT = 12;

const idOf = box => `${box.kind}/${box.name}`;
const word = kind => kind.toLowerCase();
const words = kind => `${word(kind)}s`;

/**
 * The flow of any application, in columns: what may be asked, what decides, what happens, what follows. Each arrow of
 * the description is one path. Deciders that may lead to the same events would make a mesh: such arrows meet in a knot
 * on their way. An arrow against the reading direction runs below the boxes.
 */
export class FlowPicture {
  #root; #readout; #boxes; #arrows; #layer; #rest;

  constructor(root, readout, description) {
    this.#root = root;
    this.#readout = readout;
    this.#rest = readout.textContent;
    this.#boxes = new Map(description.boxes.map(box =>
      [idOf(box), { ...box, column: COLUMN[box.kind] ?? LAST, into: [], out: [] }]));
    this.#arrows = description.arrows.map(({ from, to }) => {
      const arrow = { from: this.#boxes.get(idOf(from)), to: this.#boxes.get(idOf(to)) };
      arrow.from.out.push(arrow);
      arrow.to.into.push(arrow);
      return arrow;
    });
    onWidth(root, width => this.#draw(width));
  }

  /** Lets the box of an event type light up. */
  pulse(type) {
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#boxes.get(`EVENT/${type}`)?.element?.querySelector('rect')
        .animate([{ fill: '#f2994a', stroke: '#b4500b' }, {}], 900);
    }
  }

  #draw(width) {
    const boxes = [...this.#boxes.values()];
    const columns = [0, 1, 2, LAST].map(i => boxes.filter(box => box.column === i)).filter(column => column.length);
    const backs = this.#arrows.filter(arrow => arrow.to.column <= arrow.from.column);
    const side = backs.length ? 22 : 2;
    const rows = Math.max(...columns.map(column => column.length));
    const total = placeAcross(columns, width, side);
    placeDown(columns, rows);
    backs.forEach((arrow, i) => {
      arrow.lane = HEAD + rows * ROW + i * LANE + 4;
    });
    knot(this.#arrows);
    const height = HEAD + rows * ROW + backs.length * LANE + 2;
    this.#layer = svg('g', {}, ...this.#arrows.flatMap(arrow => drawArrow(arrow, side)),
      ...boxes.map(box => this.#drawBox(box)));
    this.#root.replaceChildren(svg('svg', { width: total, height, viewBox: `0 0 ${total} ${height}`, role: 'group',
      'aria-label': 'Boxes and arrows' }, ...columns.map(heading), this.#layer));
  }

  #drawBox(box) {
    const label = svg('text', { x: box.x + 11, y: box.y + BOX / 2 + 4 }, box.name);
    if (box.column === LAST) {
      label.append(svg('tspan', { class: 'kind', dx: 7 }, word(box.kind)));
    }
    box.element = svg('g', { class: `box ${box.kind}`, tabindex: 0, role: 'img', 'aria-label': told(box),
      'data-test': 'flow-box', 'data-kind': box.kind, 'data-name': box.name },
    svg('rect', { x: box.x, y: box.y, width: box.w, height: BOX, rx: 6 }), label);
    for (const start of ['pointerenter', 'focus']) {
      box.element.addEventListener(start, () => this.#light(box));
    }
    for (const end of ['pointerleave', 'blur']) {
      box.element.addEventListener(end, () => this.#light(null));
    }
    return box.element;
  }

  #light(box) {
    this.#layer.classList.toggle('dim', box !== null);
    this.#layer.querySelectorAll('.on').forEach(element => element.classList.remove('on'));
    this.#readout.textContent = box ? told(box) : this.#rest;
    if (box) {
      const arrows = [...box.into, ...box.out];
      this.#layer.append(...arrows.flatMap(({ elements }) => elements));
      [box.element, ...arrows.flatMap(({ from, to, elements }) => [from.element, to.element, ...elements])]
        .forEach(element => element.classList.add('on'));
    }
  }
}

/** A box in words, with what it touches. */
function told(box) {
  const names = boxes => boxes.length > 4
    ? `${boxes.length} ${words(boxes[0].kind)}` : boxes.map(({ name }) => name).join(', ');
  const into = box.into.length ? `, from ${names(box.into.map(({ from }) => from))}` : '';
  const out = box.out.length ? `, to ${names(box.out.map(({ to }) => to))}` : '';
  return `${word(box.kind)} ${box.name}${into}${out}`;
}

/** Gives boxes their x and width; the gaps take what room there is. Returns the width of the whole. */
function placeAcross(columns, width, side) {
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = `${FONT}px ${getComputedStyle(document.body).fontFamily}`;
  const widths = columns.map(column => Math.max(...column.map(box =>
    Math.ceil(pen.measureText(box.column === LAST ? `${box.name} ${box.kind}` : box.name).width) + 26)));
  const taken = widths.reduce((sum, w) => sum + w, 2 * side);
  const gap = Math.max(GAP_MIN, columns.length > 1 ? Math.floor((width - taken) / (columns.length - 1)) : 0);
  let x = side;
  columns.forEach((column, i) => {
    column.forEach(box => Object.assign(box, { x, w: widths[i] }));
    x += widths[i] + gap;
  });
  return x - gap + side;
}

/** Gives boxes their y: the longest column as it stands, the others beside what they touch, outwards from it. */
function placeDown(columns, rows) {
  const longest = columns.findIndex(column => column.length === rows);
  const placed = new Set();
  const order = columns.map((_, i) => i).sort((a, b) => Math.abs(a - longest) - Math.abs(b - longest));
  for (const i of order) {
    const column = columns[i].map((box, n) => {
      const near = [...box.into.map(({ from }) => from), ...box.out.map(({ to }) => to)]
        .filter(other => placed.has(other) && other.column !== box.column);
      const mean = near.reduce((sum, other) => sum + other.y, 0) / near.length;
      return { box, wish: i === longest || !near.length ? HEAD + n * ROW : mean };
    }).sort((a, b) => a.wish - b.wish);
    spread(column.map(({ wish }, n) => wish - n * ROW), HEAD, HEAD + (rows - column.length) * ROW)
      .forEach((y, n) => {
        column[n].box.y = y + n * ROW;
      });
    column.forEach(({ box }) => placed.add(box));
  }
}

/** The rising series nearest to the wishes, within limits: neighbours that would overlap share their mean. */
function spread(wishes, least, most) {
  const blocks = [];
  for (const wish of wishes) {
    let block = { sum: wish, size: 1 };
    while (blocks.length && blocks.at(-1).sum / blocks.at(-1).size > block.sum / block.size) {
      const before = blocks.pop();
      block = { sum: block.sum + before.sum, size: block.size + before.size };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ sum, size }) => Array(size).fill(Math.min(most, Math.max(least, sum / size))));
}

/** Lets arrows meet where several boxes lead to the same three or more. */
function knot(arrows) {
  const groups = new Map();
  for (const box of new Set(arrows.map(({ from }) => from))) {
    const ahead = box.out.filter(({ to }) => to.column > box.column);
    const key = `${box.column}:${ahead.map(({ to }) => idOf(to)).sort()}`;
    groups.set(key, [...groups.get(key) ?? [], ahead]);
  }
  for (const group of groups.values()) {
    const all = group.flat();
    const meet = group.length > 1 && group[0].length > 2;
    const ends = all.flatMap(({ from, to }) => [from.y, to.y]);
    all.forEach(arrow => {
      arrow.knot = meet ? (Math.min(...ends) + Math.max(...ends)) / 2 + BOX / 2 : null;
    });
  }
}

function drawArrow(arrow, side) {
  const { from, to } = arrow;
  const [x1, y1, x2, y2] = [from.x + from.w, from.y + BOX / 2, to.x - 6, to.y + BOX / 2];
  const path = svg('path', { class: 'arrow', 'data-test': 'flow-arrow', 'data-from': idOf(from), 'data-to': idOf(to),
    d: arrow.lane ? around(arrow, side) : ahead(x1, y1, x2, y2, arrow.knot) });
  const tip = svg('path', { class: 'tip', d: `M${x2 + 5} ${y2}l-7 -3.6v7.2z` });
  arrow.elements = [path, tip];
  return arrow.elements;
}

function ahead(x1, y1, x2, y2, knotY) {
  const curve = (xa, xb, ya, yb) => `C${(xa + xb) / 2} ${ya} ${(xa + xb) / 2} ${yb} ${xb} ${yb}`;
  if (knotY === null) {
    return `M${x1} ${y1}${curve(x1, x2, y1, y2)}`;
  }
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}${curve(x1, middle - 5, y1, knotY)}H${middle + 5}${curve(middle + 5, x2, knotY, y2)}`;
}

function around({ from, to, lane }, side) {
  const [out, back, r] = [from.x + from.w + side - 8, to.x - side + 6, 7];
  const [y1, y2] = [from.y + BOX / 2, to.y + BOX / 2];
  return `M${from.x + from.w} ${y1}H${out - r}q${r} 0 ${r} ${r}V${lane - r}q0 ${r} ${-r} ${r}`
    + `H${back + r}q${-r} 0 ${-r} ${-r}V${y2 + r}q0 ${-r} ${r} ${-r}H${to.x - 6}`;
}

function heading(column) {
  const text = [...new Set(column.map(({ kind }) => words(kind)))].join(', ');
  return svg('text', { class: 'heading', x: column[0].x, y: 12 }, text[0].toUpperCase() + text.slice(1));
}
