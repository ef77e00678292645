// SPDX-License-Identifier: Apache-2.0
import { onWidth, svg } from './dom.js';
import { perSecond } from './words.js';

const COLUMN = { COMMAND: 0, DECIDER: 1, SOURCE: 1, EVENT: 2, QUERY: 4 };
const FOLLOWS = 3;
const COLUMNS = 5;
// A generous mean: the font is the reader's own.
const LETTER = 7.2;
const BOX = 28;
const ROW = 44;
const HEAD = 26;
const LANE = 14;
const GAP_MIN = 54;

const idOf = ({ kind, name }) => `${kind}/${name}`;
const words = kind => kind === 'QUERY' ? 'queries' : `${kind.toLowerCase()}s`;
const middle = box => box.y + BOX / 2;

/**
 * The flow of any application, in columns: what may be told, what decides, what happens, what follows, what may be
 * asked. Each arrow of the description is one path. Deciders that may lead to the same events would make a mesh: such
 * arrows meet in a knot on their way. An arrow against the reading direction runs below the boxes.
 */
export class FlowPicture {
  #root; #readout; #rest; #boxes; #arrows; #layer; #rates = {};

  constructor(root, readout, { boxes, arrows }) {
    this.#root = root;
    this.#readout = readout;
    this.#rest = readout.textContent;
    this.#boxes = new Map(boxes.map(box =>
      [idOf(box), { ...box, column: COLUMN[box.kind] ?? FOLLOWS, into: [], out: [] }]));
    this.#arrows = arrows.map(ends => {
      const arrow = { from: this.#boxes.get(idOf(ends.from)), to: this.#boxes.get(idOf(ends.to)) };
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

  /** Shows how many events of each type come in a second, on the arrows to and from them. */
  rates(rates) {
    this.#rates = rates;
    if (!this.#layer) {
      return; // the first drawing, which comes with the width, shows them
    }
    for (const { from, to, elements: [path], rate } of this.#arrows) {
      const type = to.kind === 'EVENT' ? to : from;
      const value = type.kind === 'EVENT' ? rates[type.name] ?? 0 : 0;
      path.classList.toggle('busy', value > 0);
      if (rate) {
        rate.textContent = value > 0 ? perSecond(value) : '';
        rate.dataset.value = value;
      }
    }
  }

  #draw(width) {
    const boxes = [...this.#boxes.values()];
    const columns = Array.from({ length: COLUMNS }, (_, i) => boxes.filter(box => box.column === i))
      .filter(column => column.length);
    const backs = this.#arrows.filter(({ from, to }) => to.column <= from.column);
    const side = backs.length ? 22 : 2;
    const rows = Math.max(...columns.map(column => column.length));
    const total = placeAcross(columns, width, side);
    placeDown(columns, rows);
    knot(this.#arrows);
    backs.forEach((arrow, i) => {
      arrow.lane = HEAD + rows * ROW + i * LANE + 4;
    });
    this.#layer = svg('g', {}, ...this.#arrows.flatMap(arrow => drawArrow(arrow, side)),
      ...boxes.map(box => this.#drawBox(box)));
    const height = HEAD + rows * ROW + backs.length * LANE + 2;
    this.#root.replaceChildren(svg('svg', { width: total, height, viewBox: `0 0 ${total} ${height}` },
      ...columns.map(heading), this.#layer, ...labels(this.#arrows)));
    this.rates(this.#rates);
  }

  #drawBox(box) {
    const label = svg('text', { x: box.x + 11, y: middle(box) + 4 }, box.name);
    if (box.column === FOLLOWS) {
      label.append(svg('tspan', { class: 'kind', dx: 7 }, box.kind.toLowerCase()));
    }
    box.element = svg('g', { class: `box ${box.kind}`, tabindex: 0, role: 'img', 'aria-label': told(box),
      'data-test': 'flow-box', 'data-kind': box.kind, 'data-name': box.name },
    svg('rect', { x: box.x, y: box.y, width: box.width, height: BOX, rx: 6 }), label);
    box.element.onpointerenter = box.element.onfocus = () => this.#light(box);
    box.element.onpointerleave = box.element.onblur = () => this.#light(null);
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
function told({ kind, name, into, out }) {
  const list = boxes => boxes.length > 4 ? `${boxes.length} ${words(boxes[0].kind)}`
    : boxes.map(box => box.name).join(', ');
  const from = into.length ? `, from ${list(into.map(arrow => arrow.from))}` : '';
  const to = out.length ? `, to ${list(out.map(arrow => arrow.to))}` : '';
  return `${kind.toLowerCase()} ${name}${from}${to}`;
}

function heading(column) {
  const text = [...new Set(column.map(({ kind }) => words(kind)))].join(', ');
  return svg('text', { x: column[0].x, y: 12 }, text[0].toUpperCase() + text.slice(1));
}

/** Gives boxes their x and width; the gaps take what room there is. Returns the width of the whole. */
function placeAcross(columns, width, side) {
  const widths = columns.map(column => 24 + LETTER * Math.max(...column.map(box =>
    (box.column === FOLLOWS ? idOf(box) : box.name).length)));
  const taken = widths.reduce((sum, w) => sum + w, 2 * side);
  const gap = Math.max(GAP_MIN, Math.floor((width - taken) / Math.max(1, columns.length - 1)));
  return side + columns.reduce((x, column, i) => {
    column.forEach(box => Object.assign(box, { x, width: widths[i] }));
    return x + widths[i] + gap;
  }, side) - gap;
}

/** Gives boxes their y: the longest column as it stands; outwards from it, others in the order of what they touch. */
function placeDown(columns, rows) {
  const longest = columns.findIndex(column => column.length === rows);
  const wish = ({ into, out }) => {
    const near = [...into.map(({ from }) => from.y), ...out.map(({ to }) => to.y)].filter(y => y >= 0);
    return near.reduce((sum, y) => sum + y, 0) / near.length || 0;
  };
  columns.flat().forEach(box => delete box.y);
  for (const i of [...columns.keys()].sort((a, b) => Math.abs(a - longest) - Math.abs(b - longest))) {
    const column = i === longest ? columns[i] : columns[i].toSorted((a, b) => wish(a) - wish(b));
    column.forEach((box, n) => {
      box.y = HEAD + ((rows - column.length) / 2 + n) * ROW;
    });
  }
}

/** Lets arrows meet where several boxes lead to the same three or more. */
function knot(arrows) {
  const ahead = arrows.filter(({ from, to }) => to.column > from.column);
  const targets = ({ column, out }) => column + out.map(({ to }) => idOf(to)).sort().join();
  for (const group of Map.groupBy(ahead, ({ from }) => targets(from)).values()) {
    const boxes = new Set(group.map(({ from }) => from)).size;
    const ends = group.flatMap(({ from, to }) => [middle(from), middle(to)]);
    group.forEach(arrow => {
      arrow.knot = boxes > 1 && group.length / boxes > 2 ? (Math.min(...ends) + Math.max(...ends)) / 2 : null;
    });
  }
}

/** A place for the rate on arrows to and from events: arrows that meet there share it. */
function labels(arrows) {
  const taken = new Set();
  return arrows.flatMap(arrow => {
    const { from, to } = arrow;
    arrow.rate = null;
    const into = to.kind === 'EVENT';
    const id = `${into}${idOf(into ? to : from)}`;
    if ((!into && from.kind !== 'EVENT') || taken.has(id)) {
      return [];
    }
    taken.add(id);
    arrow.rate = svg('text', { class: 'rate', x: into ? to.x - 11 : from.x + from.width + 6,
      y: middle(into ? to : from) - 6, 'text-anchor': into ? 'end' : 'start', 'data-test': 'flow-rate',
      'data-from': idOf(from), 'data-to': idOf(to) });
    return [arrow.rate];
  });
}

function drawArrow(arrow, side) {
  const { from, to } = arrow;
  arrow.elements = [
    svg('path', { class: 'arrow', d: arrow.lane ? around(arrow, side) : ahead(arrow), 'data-test': 'flow-arrow',
      'data-from': idOf(from), 'data-to': idOf(to) }),
    svg('path', { class: 'tip', d: `M${to.x - 1} ${middle(to)}l-7 -3.6v7.2z` }),
  ];
  return arrow.elements;
}

function ahead({ from, to, knot }) {
  const [x1, x2] = [from.x + from.width, to.x - 6];
  const [y1, y2, x] = [middle(from), middle(to), (x1 + x2) / 2];
  const curve = (xa, xb, ya, yb) => `C${(xa + xb) / 2} ${ya} ${(xa + xb) / 2} ${yb} ${xb} ${yb}`;
  return `M${x1} ${y1}` + (knot === null ? curve(x1, x2, y1, y2)
    : `${curve(x1, x - 5, y1, knot)}H${x + 5}${curve(x + 5, x2, knot, y2)}`);
}

function around({ from, to, lane }, side) {
  const [right, out, left, r] = [from.x + from.width, from.x + from.width + side - 8, to.x - side + 6, 7];
  return `M${right} ${middle(from)}H${out - r}q${r} 0 ${r} ${r}V${lane - r}q0 ${r} ${-r} ${r}`
    + `H${left + r}q${-r} 0 ${-r} ${-r}V${middle(to) + r}q0 ${-r} ${r} ${-r}H${to.x - 6}`;
}
