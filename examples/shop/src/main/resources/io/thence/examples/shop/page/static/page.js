// SPDX-License-Identifier: Apache-2.0
import { HourChart } from './chart.js';
import { html } from './dom.js';
import { FlowPicture } from './flow.js';
import { followTheme } from './theme.js';
import { clockTime, count, money, plural, roundMoney, shopTime, shortened } from './words.js';

const EVENTS_SHOWN = 12;
const RETRY_MILLIS = 2_000;

const $ = id => document.getElementById(id);
const chart = new HourChart($('hours'), $('hours-readout'));
let flow = null;
let page = null;
let shown = null;
let events = [];
let head = 0;
let pausedAt = null;

function show() {
  if (pausedAt !== null) {
    $('events-readout').textContent = `paused, ${plural(head - pausedAt, 'event')} since`;
    return;
  }
  showEvents();
  if (page && JSON.stringify(page) !== shown) {
    shown = JSON.stringify(page);
    showTotals();
    chart.show(page.hours);
    showBars('products', page.products, product => product.quantity, product =>
      [html('code', {}, product.code), goods(product), html('b', {}, count(product.quantity))]);
    showBars('countries', page.countries, country => country.value, country =>
      [country.country, html('b', {}, roundMoney(country.value))]);
    showStock();
  }
}

const goods = ({ description }) => html('span', { class: 'goods', title: description }, description || '–');

function showTotals() {
  const totals = page.totals;
  for (const dd of document.querySelectorAll('dd')) {
    const name = dd.dataset.test;
    dd.textContent = (name === 'netValue' ? money : count)(totals[name]);
    dd.dataset.value = totals[name];
  }
  $('clock').textContent = page.at ? shopTime(page.at) : 'not open yet';
  $('clock').dateTime = page.at ?? '';
  $('progress').hidden = page.progress === null;
  $('progress').value = page.progress ?? 0;
  $('empty').hidden = totals.head > 0;
  $('stock-readout').textContent = `${count(totals.lowCodes)} of ${plural(totals.stockCodes, 'product')}`;
  const behind = totals.head - page.booked;
  $('events-readout').textContent = `read models ${behind > 0 ? `${plural(behind, 'event')} behind` : 'up to date'}`;
}

const hint = text => html('li', { class: 'hint' }, text);

function fill(id, rows, none) {
  $(id).replaceChildren(...rows.length ? rows : [none]);
}

/** A list with bars; the first value is the longest. */
function showBars(id, values, amount, cells) {
  const longest = Math.max(1, ...values.map(amount));
  fill(id, values.map(value => {
    const bar = html('i');
    bar.style.width = `${Math.max(0, amount(value)) / longest * 100}%`;
    return html('li', { 'data-test': id, 'data-key': value.code ?? value.country, 'data-value': amount(value) },
      ...cells(value), html('i'), bar);
  }), hint('Nothing sold yet'));
}

function showStock() {
  const pieces = (value, name = '') => html('td', {}, html('span', { class: value ? name : 'zero' }, count(value)));
  fill('stock', page.low.map(stock => html('tr', { 'data-test': 'stock', 'data-key': stock.code },
    html('td', {}, html('code', {}, stock.code)), html('td', {}, goods(stock)),
    pieces(stock.available), pieces(stock.backOrdered, 'owed'), pieces(stock.onOrder))),
  html('tr', {}, html('td', { class: 'hint', colspan: 5 }, 'Nothing runs low')));
}

/** Items stay as long as they are shown, so that one that is open or has the focus keeps it. */
function showEvents() {
  const list = $('events');
  if (events.length === 0) {
    list.replaceChildren(hint('No events yet'));
    return;
  }
  const oldest = events.at(-1).position;
  [...list.children].filter(item => !(item.dataset.position >= oldest)).forEach(item => item.remove());
  const newest = list.firstChild?.dataset.position ?? 0;
  list.prepend(...events.filter(event => event.position > newest).map(eventItem));
}

function eventItem(event) {
  const details = html('details', {}, html('summary', {},
    html('span', { class: 'position' }, count(event.position)),
    html('span', { class: 'type' }, event.type),
    html('code', { class: 'key' }, event.keys[0] ?? ''),
    html('code', { class: 'data' }, shortened(event.data)),
    html('time', { title: event.time }, clockTime(event.time))));
  details.addEventListener('toggle', () => details.append(raw(event)), { once: true });
  return html('li', { 'data-test': 'event', 'data-position': event.position, 'data-type': event.type }, details);
}

/** A stored event as it is: what is known about it, and what happened. */
function raw({ data, ...envelope }) {
  const part = (name, value) => html('div', {}, html('h3', {}, name),
    html('pre', { tabindex: 0, 'data-test': name.toLowerCase() }, JSON.stringify(value, null, 2)));
  return html('div', { class: 'raw' }, part('Envelope', envelope), part('Data', data));
}

function connection(state, text) {
  const told = $('connection');
  if (told.textContent !== text) {
    told.dataset.state = state;
    told.textContent = text;
  }
}

function receive(message) {
  const fresh = message.events.filter(event => event.position > head);
  events = [...fresh.reverse(), ...events].slice(0, EVENTS_SHOWN);
  head = message.head;
  page = message.page ?? page;
  $('error').hidden = !message.error;
  $('error').textContent = message.error ? `The figures cannot be read now: ${message.error}` : '';
  if (pausedAt === null) {
    new Set(fresh.map(event => event.type)).forEach(type => flow?.pulse(type));
    flow?.rates(message.rates ?? {});
  }
  show();
}

/** Listens for as long as the page is open. Every connection starts anew: the shop may have been started afresh. */
function listen() {
  const source = new EventSource('api/live');
  source.onopen = () => {
    events = [];
    head = 0;
    $('events').replaceChildren();
  };
  source.onmessage = ({ data }) => {
    connection('live', 'Live');
    receive(JSON.parse(data));
  };
  source.onerror = () => {
    connection('lost', 'Reconnecting');
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(listen, RETRY_MILLIS);
    }
  };
}

async function showFlow() {
  const answer = await fetch('api/flow');
  flow = new FlowPicture($('flow'), $('flow-readout'), await answer.json());
}

$('pause').addEventListener('click', () => {
  pausedAt = pausedAt === null ? head : null;
  $('pause').setAttribute('aria-pressed', pausedAt !== null);
  show();
});

followTheme($('theme'));
showFlow().catch(error => {
  $('flow').textContent = `The flow cannot be read (${error.message}): load the page again.`;
});
listen();
