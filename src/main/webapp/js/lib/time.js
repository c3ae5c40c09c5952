import { store, useStore } from "./store.js";

/** Milliseconds that the server's clock is ahead of the viewer's: ages are told by the server's. */
let ahead = 0;
const ticks = store(Date.now());
let lastTick = Date.now();

setInterval(() => {
  lastTick = Date.now();
  if (!document.hidden) ticks.set(lastTick);
}, 1000);
document.addEventListener("visibilitychange", () => ticks.set(Date.now()));

export function serverTime(now) {
  ahead = new Date(now) - Date.now();
  ticks.set(Date.now() + 1);
}

export const serverNow = () => Date.now() + ahead;

/** The time on the server, in a component that is drawn again every second. */
export function useNow() {
  useStore(ticks);
  return serverNow();
}

const language = navigator.language?.startsWith("en") ? navigator.language : "en-GB";
const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
const formats = {
  time: new Intl.DateTimeFormat(language, clock),
  millis: new Intl.DateTimeFormat(language, { ...clock, fractionalSecondDigits: 3 }),
  day: new Intl.DateTimeFormat(language, { day: "numeric", month: "short" }),
  year: new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" }),
  full: new Intl.DateTimeFormat(language, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    ...clock,
    fractionalSecondDigits: 3,
    timeZoneName: "short",
  }),
};

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * The one place that reads the server's times. Null for those that JavaScript has none for: years beyond 275760, and the
 * infinite ones, which PostgreSQL calls -infinity and infinity. They are shown as they are called.
 */
export function instant(at) {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? null : date;
}

const show = (at, draw) => {
  const date = instant(at);
  return date ? draw(date) : String(at);
};

/** Milliseconds from one time to another; from and to those without an end, infinitely many. */
export function between(from, to) {
  const [begin, end] = [from, to].map(at => instant(at)?.getTime() ?? (String(at).startsWith("-") ? -Infinity : Infinity));
  return begin === end ? 0 : end - begin;
}

/** The exact instant in the viewer's zone and as the server tells it. */
export const exact = at => show(at, date => `${formats.full.format(date)}\n${at}`);

/** Time of day to the millisecond, with the day if it is not today's. */
export const stamp = (at, now = serverNow()) => show(at, date => withDay(date, now, formats.millis));

/** Time of day, with the day if it is not today's. */
export const moment = (at, now = serverNow()) => show(at, date => withDay(date, now, formats.time));

function withDay(date, now, format) {
  const today = date.toDateString() === new Date(now).toDateString();
  return today ? format.format(date) : `${day(date, now)}, ${format.format(date)}`;
}

function day(date, now) {
  return (date.getFullYear() === new Date(now).getFullYear() ? formats.day : formats.year).format(date);
}

/** The 95th percentile of a queue's times; zero means that there were none. */
export const p95 = millis => (millis ? duration(millis) : "–");

const LONGEST = 36_525 * 86_400_000;
const UNITS = [
  ["d", 86400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];

/** A length of time with its two largest units: "2 h 5 min", "4.8 s", "38 ms". */
export function duration(millis) {
  if (millis === null || millis === undefined || Number.isNaN(millis)) return "–";
  if (millis > LONGEST) return "over 100 years";
  if (millis < 1000) return `${Math.max(0, Math.round(millis))} ms`;
  if (millis < 60_000) return `${(Math.floor(millis / 100) / 10).toFixed(1)} s`;
  return units(Math.round(millis / 1000));
}

function units(seconds) {
  const at = UNITS.findIndex(([, size]) => seconds >= size);
  const [name, size] = UNITS[at];
  const [nextName, nextSize] = UNITS[at + 1] ?? [];
  const rest = nextSize ? Math.floor((seconds % size) / nextSize) : 0;
  return `${Math.floor(seconds / size)} ${name}${rest ? ` ${rest} ${nextName}` : ""}`;
}

/** Whole seconds and up, so that it can tick: "3 s", "5 min", "2 h 5 min". */
export function age(millis) {
  if (millis > LONGEST) return "over 100 years";
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds === 0) return "0 s";
  return seconds < 3600 && seconds >= 60 ? `${Math.floor(seconds / 60)} min` : units(seconds);
}

/** "3 s ago", "in 5 min". */
export function relative(at, now) {
  const millis = between(now, at);
  if (Math.abs(millis) < 1000) return "now";
  return millis > 0 ? `in ${age(millis)}` : `${age(-millis)} ago`;
}

/** The value of an input of the type datetime-local as an instant, and back. */
export const fromLocal = text => (text ? new Date(text).toISOString() : "");
export function toLocal(at) {
  if (!at) return "";
  const date = instant(at);
  const local = date && instant(date - date.getTimezoneOffset() * 60_000);
  return local ? local.toISOString().slice(0, -5) : "";
}
