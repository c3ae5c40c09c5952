import { api } from "./api.js";
import { readEvents } from "./events.js";
import { withJob } from "./load.js";
import { useEffect } from "./preact.js";
import { DELETED } from "./statuses.js";
import { store } from "./store.js";

const POLL = 4_000;
const RETRY = 15_000;
/** How long a page is hidden before it rests. */
const HIDDEN = 10_000;
/** Ids that one line watches: more would not fit into an address. */
const MOST_IDS = 100;
const LONGEST_IDS = 5_000;

/** "connecting", "live" (events come), "polling" (the page asks), "paused" (by the viewer) or "away". */
export const liveState = store("connecting");
/** All queues as the server told them last; null before the first time. */
export const queues = store(null);
/** How many queues there are beside those: the server lists a thousand, those that need a look first. */
export const queuesLeftOut = store(0);
/** Why the last question had no answer; null while all is well. */
export const trouble = store(null);

const watched = new Map(); // id -> watchers
let line = null; // aborts the open one
let poller;
let retry;
let reopen;
let sleep;

const paused = () => liveState.get() === "paused";

function tell(jobs) {
  for (const job of jobs) watched.get(job.id)?.forEach(watcher => watcher(job));
}

function tellQueues(answer) {
  queuesLeftOut.set(answer.left_out ?? 0);
  queues.set(answer.queues);
}

function ids() {
  const chosen = [];
  let length = 0;
  for (const id of watched.keys()) {
    length += encodeURIComponent(id).length;
    if (chosen.length === MOST_IDS || length > LONGEST_IDS) break;
    chosen.push(id);
  }
  return chosen;
}

async function open() {
  line?.abort();
  clearTimeout(retry);
  const mine = new AbortController();
  line = mine;
  try {
    await readEvents({ ids: ids() }, () => mine === line && opened(), received, mine.signal);
  } catch {
    /* the poller says what is wrong */
  }
  if (mine !== line || paused()) return;
  if (liveState.get() === "live") liveState.set("connecting");
  poll();
  retry = setTimeout(open, RETRY);
}

function opened() {
  stopPolling();
  trouble.set(null);
  liveState.set("live");
}

function received(name, data) {
  if (name === "queues") tellQueues(data);
  if (name === "jobs") tell([...data.jobs, ...(data.deleted ?? []).map(id => ({ id, status: DELETED }))]);
}

function stopPolling() {
  clearTimeout(poller);
  poller = undefined;
}

async function poll() {
  stopPolling();
  await refresh();
  if (!paused() && liveState.get() !== "live") poller = setTimeout(poll, POLL);
}

/** Asks once, whether events come or not. */
export async function refresh() {
  try {
    const [answer, ...jobs] = await Promise.all([
      api.queues(),
      ...(liveState.get() === "live"
        ? []
        : ids()
            .slice(0, 25)
            .map(id => api.job(id).catch(() => null))),
    ]);
    tellQueues(answer);
    tell(jobs.filter(Boolean));
    trouble.set(null);
    if (["connecting", "away"].includes(liveState.get())) liveState.set("polling");
  } catch (failure) {
    trouble.set(failure);
    if (!paused()) liveState.set("away");
  }
}

/** Calls the watcher with each of these jobs that changes, or with its id and DELETED; returns what ends that. */
export function watchJobs(wanted, watcher) {
  for (const id of wanted) {
    if (!watched.has(id)) watched.set(id, new Set());
    watched.get(id).add(watcher);
  }
  reopenSoon();
  return () => {
    for (const id of wanted) {
      watched.get(id)?.delete(watcher);
      if (!watched.get(id)?.size) watched.delete(id);
    }
    reopenSoon();
  };
}

/** Keeps the jobs of a loaded list as they are now: rows change in their places. */
export function useWatched(list) {
  const ids = (list.data?.jobs ?? []).map(job => job.id);
  useEffect(() => watchJobs(ids, job => list.set(data => withJob(data, job))), [ids.join("\n")]);
}

/** Asks again and again, while the page is seen and not paused. */
export function useEvery(millis, ask) {
  useEffect(() => {
    const timer = setInterval(() => !paused() && !document.hidden && ask(), millis);
    return () => clearInterval(timer);
  }, [millis]);
}

// What is watched is part of the address: a page that turns asks for a new line once, and not for each of its rows.
function reopenSoon() {
  clearTimeout(reopen);
  reopen = setTimeout(() => paused() || open(), 150);
}

function close() {
  line?.abort();
  line = null;
  stopPolling();
  clearTimeout(retry);
  clearTimeout(reopen);
}

function begin() {
  liveState.set("connecting");
  refresh();
  reopenSoon();
}

export function pauseLive(pause) {
  if (pause === paused()) return;
  if (pause) {
    liveState.set("paused");
    close();
  } else {
    begin();
  }
}

// A browser has six connections to a server over HTTP/1.1, for all its tabs and for the pages that it keeps for the
// back button. A page that nobody sees gives its line back, or the seventh page could ask nothing any more.
function rest() {
  if (!paused()) close();
}

function wake() {
  if (!paused() && !line) begin();
}

export function startLive() {
  begin();
  addEventListener("pagehide", rest);
  addEventListener("pageshow", event => event.persisted && wake());
  document.addEventListener("visibilitychange", () => {
    clearTimeout(sleep);
    if (document.hidden) sleep = setTimeout(rest, HIDDEN);
    else wake();
  });
}
