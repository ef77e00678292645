// SPDX-License-Identifier: Apache-2.0
import { html, onWidth, svg } from './dom.js';
import { count, plural, roundMoney, shopDay, shopHour, shortMoney } from './words.js';

const LEFT = 46;
const VALUES = { top: 20, bottom: 186, title: 'Value', of: hour => hour.value, label: shortMoney, least: 1_000_000 };
const ORDERS = { top: 222, bottom: 286, title: 'Orders', of: hour => hour.orders, label: count, least: 5 };
const HEIGHT = 308;
// A day of trading is about ten hours: a young chart grows from the left rather than start with one broad bar.
const SLOTS_MIN = 60;

/** Two rows of bars over the same hours: what was sold for, and how many orders. Hours without sales take no room. */
export class HourChart {
  #root; #readout; #svg; #hours = []; #width = 0; #chosen = null;

  constructor(root, readout) {
    this.#root = root;
    this.#readout = readout;
    this.#svg = svg('svg', { role: 'slider', tabindex: 0, 'aria-label': 'Hour', 'aria-valuemin': 0 });
    this.#svg.addEventListener('pointermove', event => this.#choose(this.#at(event)));
    this.#svg.addEventListener('pointerleave', () => this.#choose(null));
    this.#svg.addEventListener('blur', () => this.#choose(null));
    this.#svg.addEventListener('keydown', event => this.#key(event));
    onWidth(root, width => {
      this.#width = width;
      this.#draw();
    });
  }

  show(hours) {
    if (JSON.stringify(hours) !== JSON.stringify(this.#hours)) {
      this.#hours = hours;
      this.#draw();
    }
  }

  get #slot() {
    return (this.#width - LEFT) / Math.max(this.#hours.length, SLOTS_MIN);
  }

  #draw() {
    if (this.#hours.length === 0 || this.#width === 0) {
      this.#root.replaceChildren(html('p', { class: 'hint' }, 'No sales yet'));
      this.#readout.textContent = '';
      return;
    }
    this.#svg.setAttribute('viewBox', `0 0 ${this.#width} ${HEIGHT}`);
    this.#svg.replaceChildren(...this.#days(), ...this.#bars(VALUES, 'value'), ...this.#bars(ORDERS, 'orders'));
    if (this.#svg.parentNode !== this.#root) {
      this.#root.replaceChildren(this.#svg);
    }
    this.#tell();
  }

  #days() {
    const days = [];
    this.#hours.forEach((hour, i) => {
      if (i === 0 || hour.hour.slice(0, 10) !== this.#hours[i - 1].hour.slice(0, 10)) {
        days.push({ text: shopDay(hour.hour), x: LEFT + i * this.#slot });
      }
    });
    let free = 0;
    return days.flatMap(({ text, x }) => {
      const line = svg('line', { class: 'day', x1: x, x2: x, y1: VALUES.top, y2: ORDERS.bottom });
      if (x < free || x > this.#width - 38) {
        return [line];
      }
      free = x + 52;
      return [line, svg('text', { x, y: HEIGHT - 5 }, text)];
    });
  }

  #bars(row, name) {
    const top = scaleEnd(Math.max(row.least, ...this.#hours.map(row.of)));
    const y = value => row.bottom - Math.max(0, value) / top * (row.bottom - row.top);
    const width = Math.max(1, this.#slot - Math.min(2, this.#slot / 4));
    const marks = [top / 2, top].flatMap(value => [
      svg('line', { class: 'grid', x1: LEFT, x2: this.#width, y1: y(value), y2: y(value) }),
      svg('text', { x: LEFT - 8, y: y(value) + 4, 'text-anchor': 'end' }, row.label(value)),
    ]);
    return [
      svg('text', { class: 'title', x: 0, y: row.top - 10 }, row.title),
      ...marks,
      ...this.#hours.map((hour, i) => svg('rect', {
        class: name, x: LEFT + i * this.#slot, width, y: y(row.of(hour)), height: row.bottom - y(row.of(hour)),
        'data-test': `hour-${name}`, 'data-hour': hour.hour, 'data-value': row.of(hour),
      })),
      svg('line', { class: 'base', x1: LEFT, x2: this.#width, y1: row.bottom, y2: row.bottom }),
    ];
  }

  #at(event) {
    const box = this.#svg.getBoundingClientRect();
    const i = Math.floor(((event.clientX - box.left) / box.width * this.#width - LEFT) / this.#slot);
    return this.#hours[i]?.hour ?? null;
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, Home: -Infinity, End: Infinity }[event.key];
    if (step) {
      event.preventDefault();
      const last = this.#hours.length - 1;
      this.#choose(this.#hours[Math.min(last, Math.max(0, this.#index() + step))].hour);
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
    if (this.#hours.length === 0) {
      return;
    }
    this.#svg.querySelector('.cursor')?.remove();
    const i = this.#index();
    const { hour, orders, value } = this.#hours[i];
    if (hour === this.#chosen) {
      this.#svg.append(svg('rect', { class: 'cursor', x: LEFT + i * this.#slot - 1, y: VALUES.top,
        width: this.#slot + 1, height: ORDERS.bottom - VALUES.top }));
    }
    const text = `${shopHour(hour)} · ${plural(orders, 'order')} · ${roundMoney(value)}`;
    this.#readout.textContent = text;
    this.#svg.setAttribute('aria-valuemax', this.#hours.length - 1);
    this.#svg.setAttribute('aria-valuenow', i);
    this.#svg.setAttribute('aria-valuetext', text);
  }
}

/** The end of a scale from 0: a round number that halves well. */
function scaleEnd(max) {
  const unit = 10 ** Math.floor(Math.log10(max));
  return [1, 2, 3, 4, 5, 6, 8, 10].find(step => step * unit >= max) * unit;
}
