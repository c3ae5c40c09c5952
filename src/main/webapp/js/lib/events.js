import { HEADERS, Problem, problem, read, url } from "./api.js";

/** The server sends at least a ping every 15 seconds: after three that did not come, the line is dead. */
const SILENCE = 45_000;

/**
 * Reads server-sent events until the line ends. With fetch and not with EventSource, which can neither send a header
 * nor tell a session that is over from a server that is away.
 */
export async function readEvents(query, onOpen, onEvent, signal) {
  const silent = new AbortController();
  let watcher;
  const alive = () => {
    clearTimeout(watcher);
    watcher = setTimeout(() => silent.abort(), SILENCE);
  };
  signal.addEventListener("abort", () => silent.abort(), { once: true });
  try {
    alive();
    const response = await fetch(url("events", query), {
      headers: { ...HEADERS, Accept: "text/event-stream" },
      signal: silent.signal,
      cache: "no-store",
    });
    if (!response.ok) throw await problem(response);
    if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
      throw new Problem(response.status, { detail: "The server sent no events." });
    }
    onOpen();
    await pump(response.body.getReader(), onEvent, alive);
  } finally {
    clearTimeout(watcher);
  }
}

async function pump(reader, onEvent, alive) {
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) dispatch(block, onEvent);
  }
}

function dispatch(block, onEvent) {
  let name = "message";
  const data = [];
  for (const line of block.split(/\r?\n/)) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (field === "event") name = value;
    if (field === "data") data.push(value);
  }
  if (data.length && name !== "ping") onEvent(name, read(data.join("\n")));
}
