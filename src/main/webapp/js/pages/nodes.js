import { api } from "../lib/api.js";
import { queues, useEvery } from "../lib/live.js";
import { useLoad } from "../lib/load.js";
import { count } from "../lib/numbers.js";
import { html } from "../lib/preact.js";
import { href } from "../lib/router.js";
import { useStore } from "../lib/store.js";
import { Empty, Trouble, Waiting } from "../parts/notice.js";
import { PageHead, Panel, Scroll } from "../parts/page.js";
import { Meter } from "../parts/spark.js";
import { Mark } from "../parts/status.js";
import { Ago, Since } from "../parts/times.js";

const REFRESH = 3_000;

function Queues({ node }) {
  return html`<${Scroll} label="Queues of ${node.id}"><table class="rows"><thead><tr><th scope="col">Queue</th>
    <th scope="col" class="n">Running</th><th scope="col" class="n">Stuck</th></tr></thead>
    <tbody>${node.queues.map(
      queue =>
        html`<tr key=${queue.name}>
          <th scope="row" class="grow"><a href=${href(["queues", queue.name])}>${queue.name}</a></th>
          <td class="n">
            <${Meter} value=${queue.running} of=${queue.instances}
              /> ${count(queue.running)} / ${count(queue.instances)}
          </td>
          <td
            class="n ${queue.stuck ? "bad" : ""}"
            title=${queue.stuck ? "Handlers that go on after their timeout; each keeps its instance" : undefined}
          >
            ${count(queue.stuck)}
          </td>
        </tr>`,
    )}</tbody></table></${Scroll}>`;
}

function Jobs({ node }) {
  if (!node.jobs.length) return html`<p class="none">Nothing runs here now.</p>`;
  return html`<${Scroll} label="Jobs that ${node.name} runs"><table class="rows"><thead><tr><th scope="col">Job</th>
    <th scope="col">Queue</th><th scope="col" class="n">For</th></tr></thead>
    <tbody>${node.jobs.map(
      job =>
        html`<tr key=${job.id}>
          <th scope="row" class="grow">
            <a href=${href(["jobs", job.id])}><code>${job.id}</code></a>
          </th>
          <td>${job.queue}</td>
          <td class="n"><${Since} at=${job.started_at} /></td>
        </tr>`,
    )}</tbody></table></${Scroll}>
    ${node.jobs.length >= 100 &&
      html`<p class="none">
        The first 100.${" "}
        <a href=${href(["jobs"], { node: node.id, status: "initialized" })}>All that it runs</a>
      </p>`}`;
}

function Node({ node }) {
  const title = html`<code>${node.name}</code>
    ${node.alive ? html`<${Mark} kind="completed" icon="completed">alive</${Mark}>` : html`<${Mark} kind="bad"
      icon="failed">expired</${Mark}>`}`;
  return html`<${Panel} title=${title} flush actions=${html`<small>seen <${Ago} at=${node.last_seen_at}
    />, started <${Ago} at=${node.started_at} /></small>`}>
    ${!node.alive &&
      html`<p class="none">No heartbeat. Its jobs are rescued when its lease ends.</p>`}
    <div class="halves"><${Queues} node=${node} /><div class="tall"><${Jobs} node=${node} /></div></div>
    <p class="none"><small>id <code>${node.id}</code></small></p>
  </${Panel}>`;
}

/** Every node: whether it lives, what it serves, what it runs now and for how long. */
export function NodesPage() {
  const { data, error, reload } = useLoad(signal => api.nodes(signal), []);
  useStore(queues); // what is live draws it anew
  useEvery(REFRESH, reload);
  return html`<${PageHead} title="Nodes" /><${Trouble} error=${error} onRetry=${reload} /> ${
      !data
        ? !error && html`<${Waiting} rows="8" />`
        : data.nodes.length
          ? data.nodes.map(node => html`<${Node} key=${node.id} node=${node} />`)
          : html`<${Panel}><${Empty}
            title="No node runs.">
              Start an application that has a handler: it says here that it lives within seconds.</${Empty}></${Panel}>`
    }`;
}
