// Creates jobs of gork's two example queues, and shows what becomes of them. The console shows everything else.
import { HEADERS, api, problem, url } from "./js/lib/api.js";
import { finished, word } from "./js/lib/statuses.js";

const POLL = 1000;
const find = id => document.getElementById(id);
const form = find("create");
const made = new Map(); // id -> the element that tells its status

function say(text, bad = false) {
  find("message").textContent = text;
  find("message").className = bad ? "bad" : "";
}

async function attempt(work) {
  try {
    say(await work());
  } catch (failure) {
    say(failure.message, true);
  }
}

function show(id) {
  const line = document.createElement("li");
  const link = Object.assign(document.createElement("a"), {
    href: `./#/jobs/${encodeURIComponent(id)}`,
    textContent: id,
  });
  const status = Object.assign(document.createElement("span"), { className: "status", textContent: "…" });
  line.append(link, status);
  find("made").prepend(line);
  made.set(id, status);
}

async function look() {
  for (const [id, element] of made) {
    const job = await api.job(id).catch(() => null);
    if (!job) continue;
    element.textContent = word(job.status);
    element.className = `status ${job.status}`;
    if (finished(job.status)) made.delete(id);
  }
  setTimeout(look, POLL);
}

async function runExample() {
  const answer = await fetch(url("demo/example"), {
    method: "POST",
    headers: { ...HEADERS, "Content-Type": "application/json" },
    body: "{}",
  });
  if (!answer.ok) throw await problem(answer);
  const ids = await answer.json();
  ids.forEach(show);
  return `Created ${ids.join(", ")}.`;
}

async function create() {
  const { queue, value, id, delay, retries } = Object.fromEntries(new FormData(form));
  const number = Number(value);
  if (queue === "increase" && !Number.isInteger(number)) throw new Error("increase takes a whole number.");
  const job = await api.create({
    queue,
    id: id || undefined,
    arguments: queue === "increase" ? { increase_this: number } : { lowerize_this: value },
    options: { max_retries: Number(retries), retry_interval: 2_000_000_000 },
    scheduled_at: Number(delay) > 0 ? new Date(Date.now() + Number(delay) * 1000).toISOString() : undefined,
  });
  show(job.id);
  return `Created ${job.id}.`;
}

find("example").addEventListener("click", () => attempt(runExample));
form.addEventListener("submit", event => {
  event.preventDefault();
  attempt(create);
});
form.elements.queue.addEventListener("change", () => {
  const increase = form.elements.queue.value === "increase";
  find("value-label").textContent = increase ? "Number (123 fails)" : "Text";
  form.elements.value.value = increase ? "41" : "SHOUT";
});
look();
