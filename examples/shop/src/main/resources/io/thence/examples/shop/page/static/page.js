// SPDX-License-Identifier: Apache-2.0
import { HourChart } from './chart.js';
import { html } from './dom.js';
import { FlowPicture } from './flow.js';
import { clockTime, count, money, plural, roundMoney, shopTime, shortened } from './words.js';

const EVENTS_SHOWN = 12;
const DATA_SHOWN = 240;
const SILENCE_MILLIS = 6_000;
const RETRY_MILLIS = 2_000;

const $ = id => document.getElementById(id);
const chart = new HourChart($('hours'), $('hours-readout'));
let flow = null;
let page = null;
let events = [];
let head = 0;
let pausedAt = null;

// ---- what is shown

function show() {
  if (pausedAt !== null) {
    $('events-readout').textContent = `paused, ${plural(head - pausedAt, 'event')} since`;
    return;
  }
  showEvents();
  if (page) {
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
  document.querySelectorAll('.totals dd').forEach(dd => {
    const value = totals[dd.dataset.test];
    dd.textContent = dd.dataset.test === 'netValue' ? money(value) : count(value);
    dd.dataset.value = value;
  });
  $('clock').textContent = page.at ? shopTime(page.at) : 'not open yet';
  $('clock').dateTime = page.at ?? '';
  $('progress').hidden = page.progress === null;
  $('progress').value = page.progress ?? 0;
  $('empty').hidden = totals.head > 0;
  $('stock-readout').textContent = totals.stockCodes
    ? `${count(totals.lowCodes)} of ${plural(totals.stockCodes, 'product')}` : '';
  const behind = totals.head - page.booked;
  $('events-readout').textContent = behind > 0 ? `read models ${plural(behind, 'event')} behind`
    : totals.head ? 'read models are up to date' : '';
}

/** A list with bars; the first value is the longest. */
function showBars(id, values, amount, cells) {
  const longest = Math.max(1, ...values.map(amount));
  $(id).replaceChildren(...values.map(value => {
    const bar = html('i');
    bar.style.width = `${Math.max(0, amount(value)) / longest * 100}%`;
    return html('li', { 'data-test': id, 'data-key': value.code ?? value.country, 'data-value': amount(value) },
      ...cells(value), html('span', { class: 'bar', 'aria-hidden': true }, bar));
  }), ...values.length ? [] : [html('li', { class: 'hint' }, 'Nothing sold yet')]);
}

function showStock() {
  const pieces = (value, name) => html('td', {}, html('span', { class: value ? name : 'zero' }, count(value)));
  $('stock').replaceChildren(...page.low.map(stock => html('tr', { 'data-test': 'stock', 'data-key': stock.code },
    html('td', {}, html('code', {}, stock.code)), html('td', {}, goods(stock)),
    pieces(stock.available, 'there'), pieces(stock.backOrdered, 'owed'), pieces(stock.onOrder, 'ordered'))),
  ...page.low.length ? [] : [html('tr', {}, html('td', { class: 'hint', colspan: 5 }, 'Nothing runs low'))]);
}

function showEvents() {
  const list = $('events');
  const shown = new Map([...list.children].map(item => [Number(item.dataset.position), item]));
  list.replaceChildren(...events.map(event => shown.get(event.position) ?? eventItem(event)),
    ...events.length ? [] : [html('li', { class: 'hint' }, 'No events yet')]);
}

function eventItem(event) {
  const text = shortened(event.data);
  const details = html('details', {}, html('summary', {},
    html('span', { class: 'position' }, count(event.position)),
    html('span', { class: 'type cut' }, event.type),
    html('code', { class: 'key cut' }, event.keys[0] ?? ''),
    html('code', { class: 'data cut' }, text.length > DATA_SHOWN ? `${text.slice(0, DATA_SHOWN)}…` : text),
    html('time', { datetime: event.time, title: event.time }, clockTime(event.time))));
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) {
      details.append(html('pre', { tabindex: 0 }, JSON.stringify(event, null, 2)));
    }
  });
  return html('li', { 'data-test': 'event', 'data-position': event.position, 'data-type': event.type }, details);
}

// ---- where it comes from

function connection(state, text) {
  if ($('connection').dataset.state !== state) {
    $('connection').dataset.state = state;
    $('connection').textContent = text;
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
  }
  show();
}

/** Listens for as long as the page is open. Every connection starts anew: the shop may have been started afresh. */
function listen() {
  const source = new EventSource('api/live');
  let silence = 0;
  source.onopen = () => {
    events = [];
    head = 0;
  };
  source.onmessage = ({ data }) => {
    clearTimeout(silence);
    silence = setTimeout(() => connection('lost', 'No answer'), SILENCE_MILLIS);
    connection('live', 'Live');
    receive(JSON.parse(data));
  };
  source.onerror = () => {
    clearTimeout(silence);
    connection('lost', 'Reconnecting');
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(listen, RETRY_MILLIS);
    }
  };
}

async function showFlow() {
  const answer = await fetch('api/flow');
  if (!answer.ok) {
    throw new Error(`status ${answer.status}`);
  }
  flow = new FlowPicture($('flow'), $('flow-readout'), await answer.json());
}

$('pause').addEventListener('click', () => {
  pausedAt = pausedAt === null ? head : null;
  $('pause').setAttribute('aria-pressed', pausedAt !== null);
  show();
});

showFlow().catch(error => {
  $('flow').textContent = `The flow cannot be read (${error.message}): load the page again.`;
});
listen();
