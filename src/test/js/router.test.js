import { href, parse } from "/js/lib/router.js";
import { equal, test } from "./testing.js";

test("the address of a job leads to that job, whatever its id is made of", () => {
  for (const id of ["42", "orders/17", "..", "a b+c", "50%", "größe", "?x=1&y", "#", "💥"]) {
    equal(parse(href(["jobs", id])).parts, ["jobs", id]);
  }
});

test("the query of an address is what it was made of, without what is empty", () => {
  equal(parse(href(["jobs"], { q: "a&b=c", status: "", page: 0, queue: null })).query, { q: "a&b=c", page: "0" });
});

test("an address that someone typed is taken as it is, where it is not encoded", () => {
  equal(parse("#/jobs/50%").parts, ["jobs", "50%"]);
  equal([parse("").parts, parse("#/").parts], [[], []]);
});
