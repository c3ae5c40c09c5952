import { api } from "../lib/api.js";
import { reasons } from "../lib/attention.js";
import { queues, queuesLeftOut } from "../lib/live.js";
import { useLoad } from "../lib/load.js";
import { atLeast, count, rate } from "../lib/numbers.js";
import { html, useRef } from "../lib/preact.js";
import { href, replace } from "../lib/router.js";
import { useKeys } from "../lib/keys.js";
import { useStore } from "../lib/store.js";
import { age, p95 } from "../lib/time.js";
import { Empty, Trouble, Waiting } from "../parts/notice.js";
import { PageHead, Panel, Scroll } from "../parts/page.js";
import { Instances, PauseButton } from "../parts/queue.js";
import { Spark } from "../parts/spark.js";
import { Mark } from "../parts/status.js";

function Row({ queue }) {
  const bad = reasons(queue).some(({ kind }) => kind === "bad");
  return html`<tr>
    <th scope="row" class="clip" title=${queue.name}>
      <span class="named"
        ><a href=${href(["queues", queue.name])}>${queue.name}</a>
        ${queue.paused && html`<${Mark} kind="off" icon="paused"
          title="by ${queue.paused_by ?? "somebody"}">paused</${Mark}>`}</span
      >
    </th>
    <td class="n">${atLeast(queue.due, queue.due_capped)}</td>
    <td class="n">${count(Math.max(0, queue.scheduled - queue.due))}</td>
    <td class="n">${queue.due ? age(queue.oldest_seconds * 1000) : "–"}</td>
    <td class="n"><${Instances} queue=${queue} /></td>
    <td><${Spark} values=${queue.history} bad=${bad} /></td>
    <td class="n">${rate(queue.per_second)}</td>
    <td class="n">${p95(queue.wait_p95_ms)}</td>
    <td class="n">${p95(queue.run_p95_ms)}</td>
    <td class="n ${queue.failed_last_hour ? "bad" : ""}">
      ${queue.failed_last_hour ? html`<a class="plain"
        href=${href(["jobs"], { queue: queue.name, status: "failed" })}>${count(queue.failed_last_hour)}</a>` : 0}
    </td>
    <td class="actions"><${PauseButton} queue=${queue} small /></td>
  </tr>`;
}

/** What the page shows: the listed queues or, where not all are listed, what the server finds. */
function useFound(part) {
  const list = useStore(queues);
  const leftOut = useStore(queuesLeftOut);
  const ask = leftOut > 0 && part !== "";
  const found = useLoad(ask && (signal => api.queues({ q: part }, signal)), [ask, part]);
  if (!ask) return { shown: list?.filter(({ name }) => name.toLowerCase().includes(part)), leftOut };
  return { shown: found.data?.queues, leftOut: found.data?.left_out ?? 0, error: found.error };
}

/** Every queue: how deep, how fast, how well. */
export function QueuesPage({ query }) {
  const list = useStore(queues);
  const search = useRef(null);
  useKeys({ "/": () => search.current?.focus() });
  const part = (query.q ?? "").toLowerCase();
  const { shown, leftOut, error } = useFound(part);
  return html`<${PageHead} title="Queues">
      <input ref=${search} type="search" placeholder="Find a queue" aria-label="Find a queue" value=${query.q ?? ""}
        onInput=${event => replace(href(["queues"], { ...query, q: event.target.value }))} /></${PageHead}>
    <${Trouble} error=${error} />
    ${shown && leftOut > 0 && html`<p class="dim">${count(shown.length)} of ${count(shown.length + leftOut)} queues: those
      that fail, are paused or have most to do. The others are found by their names.</p>`}
    <${Panel} flush>${
      !shown
        ? html`<${Waiting} rows="8" />`
        : shown.length
          ? html`<${Scroll} label="Queues"><table class="rows">
      <thead><tr><th scope="col">Queue</th><th scope="col" class="n">Due</th><th scope="col" class="n">Later</th>
        <th scope="col" class="n">Oldest</th><th scope="col" class="n">Running</th>
        <th scope="col">Last 5 min</th><th scope="col" class="n">Per s</th><th scope="col" class="n">Wait p95</th>
          <th scope="col" class="n">Run p95</th>
        <th scope="col" class="n">Failed, 1 h</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
      <tbody>${shown.map(queue => html`<${Row} key=${queue.name} queue=${queue} />`)}</tbody></table></${Scroll}>`
          : list.length
            ? html`<${Empty}
              title="No queue has “${query.q}” in its name.">
                Type less of it, or <a href="#/queues">show all ${count(list.length)}</a>.</${Empty}>`
            : html`<${Empty}
              title="There are no queues yet.">
                A queue appears when an application has a handler for it, or with its first job.</${Empty}>`
    }</${Panel}>`;
}
