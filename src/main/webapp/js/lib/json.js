// JSON without a loss. JSON.parse makes a double of each number, and so 9007199254740993 becomes 9007199254740992 and
// 1.10 becomes 1.1: whoever then saves, copies or enqueues what they see has changed it without knowing.

/** JSON text that stands for itself: a number as it was written, or a payload as it is stored. */
export class Literal {
  constructor(text) {
    this.text = text;
  }
  valueOf() {
    return Number(this.text);
  }
  toString() {
    return this.text;
  }
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS = { true: true, false: false, null: null };

/**
 * What JSON.parse makes of a text, but for whole numbers that it would change, which become Literals; and so does, whatever
 * it is, the value of each property whose name is one of those given: it is kept as the text that it is.
 */
export function parse(text, whole = []) {
  let at = 0;
  const fault = () => new SyntaxError(`This is no JSON: look at position ${at}`);
  const take = pattern => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const next = expected => {
    take(SPACE);
    if (text[at] !== expected) return false;
    at++;
    return true;
  };
  const string = () => {
    take(SPACE);
    const found = take(STRING);
    if (found === undefined) throw fault();
    return JSON.parse(found);
  };
  const list = (end, item) => {
    if (next(end)) return;
    do item();
    while (next(","));
    if (!next(end)) throw fault();
  };
  const object = () => {
    const found = {};
    list("}", () => {
      const name = string();
      if (!next(":")) throw fault();
      // An own property also where it is called __proto__.
      Object.defineProperty(found, name, { value: property(name), writable: true, enumerable: true, configurable: true });
    });
    return found;
  };
  const property = name => {
    take(SPACE);
    const from = at;
    const read = value();
    return whole.includes(name) ? new Literal(text.slice(from, at)) : read;
  };
  const array = () => {
    const found = [];
    list("]", () => found.push(value()));
    return found;
  };
  const value = () => {
    if (next("{")) return object();
    if (next("[")) return array();
    if (text[at] === '"') return string();
    for (const [word, meaning] of Object.entries(WORDS)) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    }
    const number = take(NUMBER);
    if (number === undefined) throw fault();
    return /^-?\d{16,}$/.test(number) ? new Literal(number) : Number(number);
  };
  const all = value();
  take(SPACE);
  if (at < text.length) throw fault();
  return all;
}

/** JSON text, in which each Literal is what it is. */
export function stringify(value) {
  if (value instanceof Literal) return value.text;
  if (Array.isArray(value)) return `[${value.map(each => stringify(each ?? null)).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const given = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${given.map(([name, each]) => `${JSON.stringify(name)}:${stringify(each)}`).join(",")}}`;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
/** Characters that turn the direction of what follows, and so could make a text look like another one. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The same JSON in lines that are indented; its tokens stay as they are. */
export function format(text) {
  const lines = [];
  let depth = 0;
  let line = "";
  const end = () => {
    lines.push(line);
    line = "  ".repeat(depth);
  };
  let before = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "}" || token === "]") {
      depth--;
      if (before !== "{" && before !== "[") end();
      line += token;
    } else {
      if (before === "{" || before === "[" || before === ",") end();
      line += token === ":" ? ": " : token;
      if (token === "{" || token === "[") depth++;
    }
    before = token;
  }
  lines.push(line);
  return lines.join("\n").replace(TURNING, found => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Any value, and what was kept as a text, for people to read, copy and edit. */
export const pretty = value => format(stringify(value));

/** Whether a payload says nothing: {}, [] or null. */
export const isEmpty = value => value === undefined || /^\s*(?:\{\s*\}|\[\s*\]|null)\s*$/.test(stringify(value));

/** Nanoseconds, of which a job's options have many, as seconds without a loss, and back. */
export function toSeconds(nanos) {
  const text = String(nanos);
  if (!/^\d+$/.test(text)) return text;
  const digits = text.padStart(10, "0");
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, "");
}
export function toNanos(seconds) {
  const found = /^(\d+)(?:\.(\d{1,9}))?$/.exec(seconds);
  if (!found) return Math.round(Number(seconds) * 1e9);
  return new Literal(`${found[1]}${(found[2] ?? "").padEnd(9, "0")}`.replace(/^0+(?=\d)/, ""));
}

/** The options of a job as an object, empty where it has none. */
export function optionsOf(job) {
  const options = job.options && parse(stringify(job.options));
  return options && typeof options === "object" ? options : {};
}
