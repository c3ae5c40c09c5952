import { atLeast, compact, count, jobs, rate } from "/js/lib/numbers.js";
import { equal, test } from "./testing.js";

test("a count has its thousands apart, zero is a count, and none is a dash", () => {
  equal([0, 999, 1_204_331, null, undefined].map(count), ["0", "999", "1,204,331", "–", "–"]);
});

test("a count that was stopped says so", () => {
  equal([atLeast(10_000, true), atLeast(12, false)], ["10,000+", "12"]);
});

test("a number is short where there is little room", () => {
  equal([0, 950, 1_234_567, null].map(compact), ["0", "950", "1.2M", ""]);
});

test("a rate has as many digits as say something", () => {
  equal([0, 0.001, 0.02, 1.24, 9.96, 4_812.4, null].map(rate), ["0", "< 0.01", "0.02", "1.2", "10", "4,812", "–"]);
});

test("one job is singular, and others are not", () => {
  equal([jobs(1), jobs(0), jobs(1234), jobs(10_000, true)], ["1 job", "0 jobs", "1,234 jobs", "at least 10,000 jobs"]);
});
