import { parse, stringify } from "./json.js";

/** The console's own address, without the name and password that it may carry: fetch refuses those. */
export const home = new URL(location.pathname.replace(/[^/]*$/, ""), location.origin);
const base = new URL("api/v1/", home);

/** Says that a script of this site asks, so that the server answers 401 without the browser's own dialog. */
export const HEADERS = { "X-Requested-With": "gork" };

/** The columns of a job that hold JSON: they are kept as the text that they are. */
const PAYLOADS = ["arguments", "result", "options"];
export const read = text => parse(text, PAYLOADS);

/** What the server could not do: problem details (RFC 9457), or why there was no answer. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The server answered ${status}.`);
    this.status = status;
    this.title = body.title;
    this.field = body.field;
    this.limit = body.limit;
    this.jobStatus = body.job_status;
  }
}

/** Leaves for the sign-in page, which comes back to where the viewer is now. */
export function signIn() {
  const next = encodeURIComponent(location.pathname.slice(home.pathname.length) + location.search + location.hash);
  location.assign(new URL(`login.html?expired&next=${next}`, home));
}

export function url(path, query) {
  const address = new URL(path, base);
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== null && each !== undefined && each !== "") address.searchParams.append(name, each);
    }
  }
  return address;
}

/** An answer's trouble as a Problem; leaves for the sign-in page if the session is over. */
export async function problem(response) {
  if (response.status === 401) signIn();
  const body = await response.json().catch(() => ({}));
  if (response.status === 403 && !body.detail) {
    body.detail = "Your role does not allow this: it needs gork-operator.";
  }
  return new Problem(response.status, body);
}

async function call(method, path, { query, body, signal } = {}) {
  const headers = { ...HEADERS };
  if (method !== "GET") headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(url(path, query), {
      method,
      headers,
      signal,
      body: body === undefined ? undefined : stringify(body),
    });
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new Problem(0, { title: "No answer", detail: "The server does not answer. Is it up, and are you online?" });
  }
  if (!response.ok) throw await problem(response);
  const text = await response.text();
  return text ? read(text) : null;
}


/** Every call of the API that the console makes. */
export const api = {
  me: () => call("GET", "me"),
  signOut: () => call("POST", "logout", { body: {} }),

  jobs: (query, signal) => call("GET", "jobs", { query, signal }),
  count: (query, signal) => call("GET", "jobs/count", { query, signal }),
  // An id is a part of the query: in a path, not every character arrives as it was sent.
  job: (id, signal) => call("GET", "job", { query: { id }, signal }),
  attempts: (id, signal) => call("GET", "job/attempts", { query: { id }, signal }),
  children: (id, query, signal) => call("GET", "job/children", { query: { id, ...query }, signal }),
  create: body => call("POST", "jobs", { body }),
  edit: (id, body) => call("PATCH", "job", { query: { id }, body }),
  run: id => call("POST", "job/retry", { query: { id }, body: {} }),
  cancel: id => call("DELETE", "job", { query: { id } }),
  remove: id => call("POST", "job/delete", { query: { id }, body: {} }),

  bulk: body => call("POST", "bulk", { body }),
  bulks: () => call("GET", "bulk"),
  bulkOf: id => call("GET", `bulk/${encodeURIComponent(id)}`),
  stopBulk: id => call("POST", `bulk/${encodeURIComponent(id)}/stop`, { body: {} }),

  queues: (query, signal) => call("GET", "queues", { query, signal }),
  queue: (name, signal) => call("GET", "queue", { query: { name }, signal }),
  pause: name => call("POST", "queue/pause", { query: { name }, body: {} }),
  resume: name => call("POST", "queue/resume", { query: { name }, body: {} }),
  instances: (name, body) => call("PUT", "queue/instances", { query: { name }, body }),
  nodes: signal => call("GET", "nodes", { signal }),
  history: (query, signal) => call("GET", "history", { query, signal }),
};
