import { api } from "../lib/api.js";
import { count } from "../lib/numbers.js";
import { html, useEffect } from "../lib/preact.js";
import { store, useStore } from "../lib/store.js";
import { Icon } from "./icons.js";

/** Actions on many jobs that were started here or found running: { id, action, state, done, skipped, expected }. */
const bulks = store([]);
/** Changes whenever one has ended, so that lists load again. */
export const bulkEnds = store(0);

const DOING = { run: "Running again", cancel: "Canceling", delete: "Deleting" };
const DONE = { run: "made due", cancel: "canceled", delete: "deleted" };
let timer;

function keep(bulk) {
  const old = bulks.get().find(each => each.id === bulk.id);
  const merged = { ...old, ...bulk };
  bulks.set(old ? bulks.get().map(each => (each.id === bulk.id ? merged : each)) : [merged, ...bulks.get()]);
  if (old?.state === "running" && bulk.state !== "running") bulkEnds.set(bulkEnds.get() + 1);
}

function follow() {
  clearTimeout(timer);
  const running = bulks.get().filter(bulk => bulk.state === "running");
  if (!running.length) return;
  timer = setTimeout(async () => {
    const answers = await Promise.all(running.map(bulk => api.bulkOf(bulk.id).catch(() => null)));
    answers.filter(Boolean).forEach(keep);
    follow();
  }, 700);
}

/** Shows the progress of an action that the server has accepted. */
export function track(bulk, expected) {
  keep({ ...bulk, expected });
  if (bulk.state !== "running") bulkEnds.set(bulkEnds.get() + 1);
  follow();
}

async function findRunning() {
  try {
    const answer = await api.bulks();
    answer.bulks.filter(bulk => bulk.state === "running").forEach(keep);
    follow();
  } catch {
    /* whoever may not look at them sees none */
  }
}

function Line({ bulk }) {
  const touched = bulk.done + bulk.skipped;
  const running = bulk.state === "running";
  const skipped = bulk.skipped ? `, ${count(bulk.skipped)} skipped` : "";
  const text = running
    ? `${DOING[bulk.action]}: ${count(bulk.done)}${bulk.expected ? ` of ${count(bulk.expected)}` : ""} jobs${skipped}`
    : `${count(bulk.done)} ${bulk.done === 1 ? "job" : "jobs"} ${DONE[bulk.action]}${skipped}`;
  const close = () => bulks.set(bulks.get().filter(each => each.id !== bulk.id));
  return html`<li class="bulk ${bulk.state}">
    <${Icon} name=${running ? "initialized" : bulk.state === "done" ? "completed" : "warning"} />
    <span role="status"
      >${text}${bulk.state === "stopped" ? "; stopped" : ""}${bulk.error ? `; ${bulk.error}` : ""}</span
    >
    ${
      running &&
      html`<progress
          max=${bulk.expected ?? null}
          value=${bulk.expected ? Math.min(touched, bulk.expected) : null}
          aria-label=${DOING[bulk.action]}
        ></progress>
        <button type="button" onClick=${() => api.stopBulk(bulk.id).then(keep, () => null)}>Stop</button>`
    }
    ${!running && html`<button type="button" class="quiet square" aria-label="Dismiss" onClick=${close}><${Icon}
      name="close" /></button>`}
  </li>`;
}

/** At the foot of every page: what is being done to many jobs, and how far it is. */
export function BulkTray() {
  const list = useStore(bulks);
  useEffect(() => {
    findRunning();
  }, []);
  if (!list.length) return null;
  return html`<ul class="tray" aria-label="Actions on many jobs">
    ${list.map(bulk => html`<${Line} key=${bulk.id} bulk=${bulk} />`)}
  </ul>`;
}
