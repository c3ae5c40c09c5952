import { argumentsFault, countable, filterOf, inWords } from "/js/lib/filters.js";
import { equal, test } from "./testing.js";

test("a filter is what the address says of it, without what is empty or no filter", () => {
  equal(filterOf({ queue: "mail", status: "", tab: "history", q: "42" }), { queue: "mail", q: "42" });
  equal(filterOf({}), {});
});

test("the queues' counts tell the number of jobs of queues and statuses, and of nothing else", () => {
  equal(countable({ queue: "mail", status: "failed" }), true);
  for (const name of ["q", "arguments", "node", "from", "to"]) equal(countable({ [name]: "x" }), false);
});

test("a filter is put into words, with gork's word for running translated", () => {
  equal(inWords({ queue: "mail", status: "initialized" }), "queue mail, status running");
  equal(inWords({ q: "order-", from: "2026-01-01" }), "id contains order-, created from 2026-01-01");
  equal(inWords({}), "all jobs");
});

test("arguments to search for are JSON, or there is a fault in words", () => {
  equal(argumentsFault('{"order": 8812}'), null);
  equal(argumentsFault("1"), null);
  equal(argumentsFault(""), null);
  equal(argumentsFault("{order: 8812}").startsWith("JSON is needed"), true);
});
