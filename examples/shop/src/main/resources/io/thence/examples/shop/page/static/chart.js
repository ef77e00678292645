// SPDX-License-Identifier: Apache-2.0
import { html, onWidth, svg } from './dom.js';
import { count, plural, roundMoney, shopDay, shopHour, shortMoney } from './words.js';

const LEFT = 46;
const HEIGHT = 308;
const VALUES = { name: 'value', title: 'Value', top: 24, bottom: 186, label: shortMoney, least: 1_000_000 };
const ORDERS = { name: 'orders', title: 'Orders', top: 224, bottom: 286, label: count, least: 5 };
// A day of trading is about ten hours: a young chart grows from the left rather than start with one broad bar.
const SLOTS_MIN = 60;
const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, Home: -Infinity, End: Infinity };

/** Two rows of bars over the same hours: what was sold for, and how many orders. Hours without sales take no room. */
export class HourChart {
  #root; #readout; #hours = []; #width = 0; #chosen = null;
  #svg = svg('svg', { role: 'slider', tabindex: 0, 'aria-label': 'Hour', 'aria-valuemin': 1 });

  constructor(root, readout) {
    this.#root = root;
    this.#readout = readout;
    this.#svg.onpointermove = event => this.#choose(this.#at(event));
    this.#svg.onpointerleave = this.#svg.onblur = () => this.#choose(null);
    this.#svg.onkeydown = event => this.#key(event);
    onWidth(root, width => {
      this.#width = width;
      this.show(this.#hours);
    });
  }

  show(hours) {
    this.#hours = hours;
    if (hours.length === 0) {
      this.#root.replaceChildren(html('p', { class: 'hint' }, 'No sales yet'));
      this.#readout.textContent = '';
    } else if (this.#width > 0) {
      this.#svg.setAttribute('viewBox', `0 0 ${this.#width} ${HEIGHT}`);
      this.#svg.replaceChildren(...this.#days(), ...this.#bars(VALUES), ...this.#bars(ORDERS));
      if (!this.#svg.isConnected) {
        this.#root.replaceChildren(this.#svg);
      }
      this.#tell();
    }
  }

  get #slot() {
    return (this.#width - LEFT) / Math.max(this.#hours.length, SLOTS_MIN);
  }

  #days() {
    const first = this.#hours.map(({ hour }, i) => hour.slice(0, 10) !== this.#hours[i - 1]?.hour.slice(0, 10));
    let free = 0;
    return this.#hours.flatMap(({ hour }, i) => {
      const x = LEFT + i * this.#slot;
      const line = first[i] ? [svg('line', { class: 'day', x1: x, x2: x, y1: VALUES.top, y2: ORDERS.bottom })] : [];
      if (!first[i] || x < free || x > this.#width - 38) {
        return line;
      }
      free = x + 52;
      return [...line, svg('text', { x, y: HEIGHT - 5 }, shopDay(hour))];
    });
  }

  #bars({ name, title, top, bottom, label, least }) {
    const end = scaleEnd(Math.max(least, ...this.#hours.map(hour => hour[name])));
    const y = value => bottom - Math.max(0, value) / end * (bottom - top);
    const width = Math.max(1, this.#slot - Math.min(2, this.#slot / 4));
    const level = (kind, at) => svg('line', { class: kind, x1: LEFT, x2: this.#width, y1: at, y2: at });
    return [
      svg('text', { class: 'title', x: 0, y: top - 13 }, title),
      ...[end / 2, end].flatMap(value => [level('grid', y(value)),
        svg('text', { x: LEFT - 8, y: y(value) + 4, 'text-anchor': 'end' }, label(value))]),
      ...this.#hours.map((hour, i) => svg('rect', { class: name, x: LEFT + i * this.#slot, y: y(hour[name]), width,
        height: bottom - y(hour[name]), 'data-test': name, 'data-key': hour.hour, 'data-value': hour[name] })),
      level('base', bottom),
    ];
  }

  #at(event) {
    const box = this.#svg.getBoundingClientRect();
    return this.#hours[Math.floor((event.clientX - box.left - LEFT) / this.#slot)]?.hour ?? null;
  }

  #key(event) {
    if (STEPS[event.key]) {
      event.preventDefault();
      const i = Math.max(0, this.#index() + STEPS[event.key]);
      this.#choose(this.#hours[Math.min(this.#hours.length - 1, i)].hour);
    }
  }

  #choose(hour) {
    this.#chosen = hour;
    this.#tell();
  }

  #index() {
    const i = this.#hours.findIndex(({ hour }) => hour === this.#chosen);
    return i < 0 ? this.#hours.length - 1 : i;
  }

  #tell() {
    this.#svg.querySelector('.cursor')?.remove();
    const i = this.#index();
    const { hour, orders, value } = this.#hours[i];
    if (hour === this.#chosen) {
      this.#svg.append(svg('rect', { class: 'cursor', x: LEFT + i * this.#slot - 1, y: VALUES.top,
        width: this.#slot + 1, height: ORDERS.bottom - VALUES.top }));
    }
    this.#readout.textContent = `${shopHour(hour)} · ${plural(orders, 'order')} · ${roundMoney(value)}`;
    this.#svg.setAttribute('aria-valuemax', this.#hours.length);
    this.#svg.setAttribute('aria-valuenow', i + 1);
    this.#svg.setAttribute('aria-valuetext', this.#readout.textContent);
  }
}

/** The end of a scale from 0: a round number that halves well. */
function scaleEnd(max) {
  const unit = 10 ** Math.floor(Math.log10(max));
  return [1, 2, 3, 4, 5, 6, 8, 10].find(step => step * unit >= max) * unit;
}
