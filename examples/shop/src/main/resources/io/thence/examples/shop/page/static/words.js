// SPDX-License-Identifier: Apache-2.0
// Numbers, money and times as they are read. The shop's own times are UTC; events carry the clock of this machine.

const number = new Intl.NumberFormat('en-GB');
const pounds = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });
const wholePounds = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP', maximumFractionDigits: 0 });
const shortPounds = new Intl.NumberFormat('en-GB',
  { style: 'currency', currency: 'GBP', notation: 'compact', maximumFractionDigits: 1 });
const time = options => new Intl.DateTimeFormat('en-GB', options);
const moment = time({ timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', year: 'numeric',
  hour: '2-digit', minute: '2-digit' });
const hour = time({ timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit',
  minute: '2-digit' });
const day = time({ timeZone: 'UTC', day: 'numeric', month: 'short' });
const clock = time({ hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const count = value => number.format(value);
/** Money comes in thousandths of a pound. */
export const money = value => pounds.format(value / 1000);
export const roundMoney = value => wholePounds.format(value / 1000);
export const shortMoney = value => shortPounds.format(value / 1000).toLowerCase();
export const shopTime = text => moment.format(new Date(text));
export const shopHour = text => hour.format(new Date(text));
export const shopDay = text => day.format(new Date(text));
export const clockTime = text => clock.format(new Date(text));
export const plural = (value, one, many = one + 's') => `${count(value)} ${value === 1 ? one : many}`;

/** A value on one line: what nests deep or holds much only says how much it holds. */
export function shortened(value, depth = 0) {
  if (Array.isArray(value)) {
    return value.length ? `[${value.length}]` : '[]';
  }
  if (value === null || typeof value !== 'object') {
    return JSON.stringify(value);
  }
  const entries = Object.entries(value);
  if (entries.length > 8 || depth > 1) {
    return `{${entries.length}}`;
  }
  return `{${entries.map(([name, inner]) => `${name}: ${shortened(inner, depth + 1)}`).join(', ')}}`;
}
