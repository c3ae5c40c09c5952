import { age, between, duration, exact, moment, stamp, fromLocal, relative, serverNow, serverTime, toLocal } from "/js/lib/time.js";
import { equal, test } from "./testing.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test("a duration has its two largest units", () => {
  const told = [0, 38.4, 999, 4_890, 59_999, MINUTE, 2 * HOUR + 5 * MINUTE, 3 * DAY + 4 * HOUR].map(duration);
  equal(told, ["0 ms", "38 ms", "999 ms", "4.8 s", "59.9 s", "1 min", "2 h 5 min", "3 d 4 h"]);
});

test("a duration that nobody measured is a dash, and a negative one is nothing", () => {
  equal([null, undefined, NaN].map(duration), ["–", "–", "–"]);
  equal(duration(-5), "0 ms");
});

test("an age ticks in whole seconds, and from a minute on in minutes", () => {
  const told = [0, 999, 3_999, MINUTE, HOUR - 1, 2 * HOUR + 5 * MINUTE, 2 * DAY].map(age);
  equal(told, ["0 s", "0 s", "3 s", "1 min", "59 min", "2 h 5 min", "2 d"]);
});

test("a time is told relative to now, in both directions", () => {
  const now = Date.parse("2026-11-25T12:00:00Z");
  equal(relative("2026-11-25T11:59:57Z", now), "3 s ago");
  equal(relative("2026-11-25T12:05:00Z", now), "in 5 min");
  equal(relative("2026-11-25T12:00:00.400Z", now), "now");
});

test("the server's clock counts, also where the browser's is off by ten minutes", () => {
  const server = Date.now() - 10 * MINUTE;
  serverTime(new Date(server).toISOString());
  equal(Math.abs(serverNow() - server) < 5 * SECOND, true);
});

test("what a field for local times shows means the same instant again", () => {
  equal(fromLocal(toLocal("2026-07-01T10:30:15.000Z")), "2026-07-01T10:30:15.000Z");
  equal([toLocal(""), toLocal("no time"), fromLocal("")], ["", "", ""]);
});

test("a time that JavaScript has none for is shown as it is called, and makes no page fail", () => {
  const now = Date.parse("2026-11-25T12:00:00Z");
  for (const at of ["-infinity", "infinity", "+294276-12-31T23:59:59Z", "nonsense"]) {
    equal([exact(at), stamp(at, now), moment(at, now)], [at, at, at]);
    equal(toLocal(at), "");
  }
  equal(relative("-infinity", now), "over 100 years ago");
  equal(relative("infinity", now), "in over 100 years");
  equal([age(between("-infinity", now)), duration(between(now, "infinity"))], ["over 100 years", "over 100 years"]);
  equal(between("-infinity", "-infinity"), 0);
});

test("years beyond four digits and before the first are times", () => {
  const now = Date.parse("2026-11-25T12:00:00Z");
  equal(stamp("+010001-01-01T12:00:00Z", now).includes("10001"), true);
  equal(relative("-000043-03-15T00:00:00Z", now), "over 100 years ago");
  equal(toLocal("-271821-04-20T00:00:00Z") !== null, true);
});
