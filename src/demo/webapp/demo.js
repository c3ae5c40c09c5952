// Shows the newest jobs and creates new ones. Everything a job contains goes into the page as text.
// Without the name and password that the address may carry: fetch refuses those.
const api = new URL("api/v1", location.origin + location.pathname).href;
const find = id => document.getElementById(id);
const icons = { scheduled: "○", initialized: "◐", completed: "●", failed: "✕", canceled: "–" };
const words = { initialized: "running" };
const actions = {
  scheduled: [["Run", "retry"], ["Cancel", "cancel"]],
  failed: [["Retry", "retry"]],
  canceled: [["Run", "retry"]],
  completed: [["Run again", "retry"]],
};

async function call(method, path, body) {
  const response = await fetch(`${api}/${path}`, {
    method,
    headers: { "X-Requested-With": "gork", ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(answer.detail || (response.status === 403
      ? "You may look, but not change anything: sign in as operator." : `HTTP ${response.status}`));
  }
  return answer;
}

function say(text, good) {
  find("message").textContent = text;
  find("message").className = good ? "good" : "";
}

async function attempt(work) {
  try {
    say(await work(), true);
  } catch (error) {
    say(error.message, false);
  }
  await refresh();
}

function cell(text, className = "", title = "") {
  const td = document.createElement("td");
  td.textContent = text;
  td.className = className;
  td.title = title;
  return td;
}

function due(job) {
  const seconds = Math.round((new Date(job.scheduled_at) - Date.now()) / 1000);
  if (job.status === "scheduled" && seconds > 0) return `in ${seconds} s`;
  return new Date(job.scheduled_at).toLocaleTimeString();
}

function outcome(job) {
  if (job.status === "completed") return JSON.stringify(job.result);
  return (job.last_error || "").split("\n")[0];
}

function actionCell(job) {
  const td = cell("", "actions");
  for (const [label, action] of actions[job.status] || []) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.id = job.id;
    button.dataset.action = action;
    button.textContent = label;
    button.setAttribute("aria-label", `${label} ${job.id}`);
    td.append(button, " ");
  }
  return td;
}

function row(job) {
  const tr = document.createElement("tr");
  const status = cell(`${icons[job.status]} ${words[job.status] || job.status}`, `status ${job.status}`);
  tr.append(
    cell(job.id),
    cell(job.queue),
    status,
    cell(due(job), "", job.scheduled_at),
    cell(job.attempts),
    cell(JSON.stringify(job.arguments), "json", JSON.stringify(job.arguments)),
    cell(outcome(job), "json", job.last_error || ""),
    actionCell(job));
  return tr;
}

function counts(stats) {
  const sums = {};
  for (const queue of stats.queues) {
    for (const status of Object.keys(icons)) sums[status] = (sums[status] || 0) + queue[status];
  }
  return Object.keys(icons).map(status => {
    const div = document.createElement("div");
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = words[status] || status;
    dd.textContent = sums[status] || 0;
    div.append(dt, dd);
    return div;
  });
}

let refreshing = false;
async function refresh() {
  if (refreshing) return;
  refreshing = true;
  try {
    const q = find("find").value.trim();
    const [page, stats] = await Promise.all([
      call("GET", `jobs?limit=100${q ? `&q=${encodeURIComponent(q)}` : ""}`),
      call("GET", "stats")]);
    const focused = document.activeElement?.dataset;
    find("rows").replaceChildren(...page.jobs.map(row));
    if (focused?.id) {
      [...document.querySelectorAll("#rows button")]
        .find(b => b.dataset.id === focused.id && b.dataset.action === focused.action)?.focus();
    }
    find("counts").replaceChildren(...counts(stats));
    find("empty").hidden = page.jobs.length > 0;
    find("live").textContent = "live";
    find("live").className = "";
  } catch (error) {
    find("live").textContent = `No answer: ${error.message}`;
    find("live").className = "bad";
  } finally {
    refreshing = false;
  }
}

find("example").addEventListener("click", () => attempt(async () => {
  const ids = await call("POST", "demo/example", {});
  return `Created ${ids.join(", ")}.`;
}));

find("create").addEventListener("submit", event => {
  event.preventDefault();
  const form = new FormData(event.target);
  const queue = form.get("queue");
  const number = Number(form.get("value"));
  attempt(async () => {
    if (queue === "increase" && !Number.isInteger(number)) throw new Error("increase takes a whole number.");
    const job = await call("POST", "jobs", {
      queue,
      ...(form.get("id") ? { id: form.get("id") } : {}),
      arguments: queue === "increase" ? { increase_this: number } : { lowerize_this: form.get("value") },
      options: { max_retries: Number(form.get("retries")), retry_interval: 2_000_000_000 },
      ...(Number(form.get("delay")) > 0
        ? { scheduled_at: new Date(Date.now() + Number(form.get("delay")) * 1000).toISOString() } : {}),
    });
    return `Created ${job.id}.`;
  });
});

find("create").elements.queue.addEventListener("change", event => {
  const increase = event.target.value === "increase";
  find("value-label").textContent = increase ? "Number (123 fails)" : "Text";
  find("create").elements.value.value = increase ? "41" : "SHOUT";
});

find("rows").addEventListener("click", event => {
  const { id, action } = event.target.dataset;
  if (!id) return;
  attempt(async () => {
    if (action === "cancel") await call("DELETE", `jobs/${encodeURIComponent(id)}`);
    else await call("POST", `jobs/${encodeURIComponent(id)}/retry`, {});
    return action === "cancel" ? `Canceled ${id}.` : `${id} is due now.`;
  });
});

find("find").addEventListener("input", refresh);
refresh();
setInterval(refresh, 1000);
