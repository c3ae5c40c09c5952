import { Literal, format, isEmpty, optionsOf, parse, pretty, stringify, toNanos, toSeconds } from "/js/lib/json.js";
import { equal, test } from "./testing.js";

const ORDER = '{"order": 9007199254740993, "id": 1970670598291982290, "price": 1.10}';
const job = text => parse(`{"claim":7,"arguments":${text},"attempts":[1,0.0,-3]}`, ["arguments"]);

test("a payload is copied, edited and sent as the text that it is", () => {
  for (const text of [ORDER, "1E400", "[1.10,{}]", '"a\\"b"', "null", '{"2":1,"10":2,"1":3,"__proto__":{"x":-0}}']) {
    equal(String(job(text).arguments), text);
    equal(stringify({ arguments: new Literal(text) }), `{"arguments":${text}}`);
  }
  equal(pretty(job(ORDER).arguments), '{\n  "order": 9007199254740993,\n  "id": 1970670598291982290,\n  "price": 1.10\n}');
  equal(format(stringify(job("[1.10]"))).includes("1.10"), true);
});

test("everything else is what JSON.parse makes of it", () => {
  const text = '{ "a": [1, -2.5, 1e3, 0.0, true, false, null, "\\u00e9\\n\\\\"], "b": {}, "c": [], "": {"d": [[]]} }';
  equal(parse(text), JSON.parse(text));
  equal(job("{}").attempts, [1, 0, -3]);
  equal([parse(" 1 "), parse('"x"'), parse("null")], [1, "x", null]);
});

test("a whole number that JavaScript has none for is kept", () => {
  const { claim } = parse('{"claim":9223372036854775806}');
  equal([String(claim), claim > 5, claim / 1e18 > 9], ["9223372036854775806", true, true]);
});

test("a name that JavaScript has a meaning for is a name", () => {
  const read = parse('{"__proto__":{"hidden":1},"constructor":2}');
  equal([Object.keys(read), read.hidden], [["__proto__", "constructor"], undefined]);
});

test("what is no JSON is refused", () => {
  for (const text of ["", "{", "[1,]", "{1:2}", "01", "1 2", "'a'", '{"a" 1}', '"\n"', "nul", "-"]) {
    let refused = false;
    try {
      parse(text);
    } catch (failure) {
      refused = failure instanceof SyntaxError;
    }
    equal([text, refused], [text, true]);
  }
});

test("lines are indented and tokens stay", () => {
  equal(format('{"a":[1.10,{}],"b":[],"c":"x, {y}: \\"z\\""}'), '{\n  "a": [\n    1.10,\n    {}\n  ],\n  "b": [],\n  "c": "x, {y}: \\"z\\""\n}');
  equal(format("1E400"), "1E400");
  equal(format('"\u202e"'), '"\\u202e"');
});

test("a payload that says nothing is known by its text", () => {
  equal(["{}", " { } ", "[]", "null"].map(text => isEmpty(new Literal(text))), [true, true, true, true]);
  equal(["0", "false", '""', '{"a":1}'].map(text => isEmpty(new Literal(text))), [false, false, false, false]);
});

test("options that are zero, null or false are options", () => {
  equal(optionsOf({ options: new Literal('{"retry_interval":0,"max_retries":null}') }), { retry_interval: 0, max_retries: null });
  equal([optionsOf({}), optionsOf({ options: new Literal("null") })], [{}, {}]);
});

test("nanoseconds are seconds and back without a loss", () => {
  const nanos = ["0", "1", "10000000000", "1500000000", "9007199254740993", "8640000000000000001"];
  equal(nanos.map(toSeconds), ["0", "0.000000001", "10", "1.5", "9007199.254740993", "8640000000.000000001"]);
  equal(nanos.map(each => String(toNanos(toSeconds(each)))), nanos);
  equal(toNanos("1e-3"), 1_000_000);
});
