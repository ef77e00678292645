// SPDX-License-Identifier: Apache-2.0
// Numbers, money and times as they are read. The shop's own times are UTC; events carry the clock of this machine.

const number = new Intl.NumberFormat('en-GB');

/** Money comes in thousandths of a pound. */
function pounds(options) {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP', ...options });
  return thousandths => format.format(thousandths / 1000);
}

function times(options) {
  const format = new Intl.DateTimeFormat('en-GB', options);
  return text => format.format(new Date(text));
}

const day = { timeZone: 'UTC', day: 'numeric', month: 'short' };
const minute = { hour: '2-digit', minute: '2-digit' };

export const count = value => number.format(value);
const small = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 2 });
const compact = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });
export const perSecond = value => `${(value < 10 ? small : compact).format(value)}/s`;
export const plural = (value, noun) => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
export const money = pounds({});
export const roundMoney = pounds({ maximumFractionDigits: 0 });
export const shortMoney = pounds({ notation: 'compact', maximumFractionDigits: 1 });
export const shopTime = times({ ...day, ...minute, weekday: 'short', year: 'numeric' });
export const shopHour = times({ ...day, ...minute, weekday: 'short' });
export const shopDay = times(day);
export const clockTime = times({ ...minute, second: '2-digit' });

/** A value on one line: what nests deep or holds much only says how much it holds. */
export function shortened(value, depth = 0) {
  if (Array.isArray(value)) {
    return `[${value.length}]`;
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
