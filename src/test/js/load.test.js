import { changedJob, isWhole } from "/js/lib/load.js";
import { equal, test } from "./testing.js";

const known = { id: "a", status: "scheduled", arguments: "all of it", last_error: "all", shortened: {} };

test("what is told in part leaves what is known whole as it was", () => {
  const told = { id: "a", status: "failed", arguments: "all…", last_error: "new", shortened: { arguments: 250_000 } };
  equal(changedJob(known, told), { ...known, status: "failed", last_error: "new" });
  equal(isWhole(told), false);
});

test("what was known in part is told in part, or whole", () => {
  const part = { ...known, arguments: "all…", shortened: { arguments: 250_000 } };
  equal(changedJob(part, { ...part, status: "failed" }), { ...part, status: "failed" });
  equal(changedJob(part, known), known);
});

test("a job that is gone is what it was", () => {
  equal(changedJob(known, { id: "a", status: "deleted" }), { ...known, status: "deleted" });
});
