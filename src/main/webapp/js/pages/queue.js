import { api } from "../lib/api.js";
import { reasons } from "../lib/attention.js";
import { queues, queuesLeftOut } from "../lib/live.js";
import { useLoad } from "../lib/load.js";
import { atLeast, count, rate } from "../lib/numbers.js";
import { html } from "../lib/preact.js";
import { href } from "../lib/router.js";
import { STATUSES, word } from "../lib/statuses.js";
import { useStore } from "../lib/store.js";
import { age, p95 } from "../lib/time.js";
import { HistoryCharts, RangeSelect, rangeOf, useHistory } from "../parts/history.js";
import { Empty, Trouble, Waiting } from "../parts/notice.js";
import { PageHead, Panel, Scroll } from "../parts/page.js";
import { Figure, Instances, PauseButton, Why } from "../parts/queue.js";
import { Status } from "../parts/status.js";
import { Ago } from "../parts/times.js";

function Figures({ queue }) {
  return html`<dl class="figures">
    <${Figure}
      label="Due"
      value=${atLeast(queue.due, queue.due_capped)}
      note=${queue.due ? `oldest ${age(queue.oldest_seconds * 1000)}` : "nothing waits"}
    />
    <${Figure}
      label="Running"
      value=${count(queue.running)}
      note="of ${count(queue.instances)} on ${count(queue.nodes)} ${queue.nodes === 1 ? "node" : "nodes"}"
    />
    <${Figure} label="Completed" value=${rate(queue.per_second)} note="per second" />
    <${Figure} label="Waiting, p95" value=${p95(queue.wait_p95_ms)} note="running ${p95(queue.run_p95_ms)}" />
    <${Figure}
      label="Failed, 1 h"
      value=${count(queue.failed_last_hour)}
      note="${count(queue.retried_last_hour)} retried"
      bad=${queue.failed_last_hour > 0}
    />
  </dl>`;
}

function Counts({ queue }) {
  return html`<ul class="counts">
    ${STATUSES.map(
      status =>
        html`<li key=${status}>
          <a href=${href(["jobs"], { queue: queue.name, status })}
            ><${Status} status=${status} /> <b>${count(queue[word(status)])}</b></a
          >
        </li>`,
    )}
  </ul>`;
}

function Nodes({ queue }) {
  const nodes = useLoad(signal => api.nodes(signal), [queue.nodes, queue.instances]);
  if (!nodes.data) return html`<${Trouble} error=${nodes.error} onRetry=${nodes.reload} />`;
  const serving = nodes.data.nodes.flatMap(node =>
    node.queues.filter(({ name }) => name === queue.name).map(slots => ({ node, slots })),
  );
  if (!serving.length)
    return html`<${Empty}
      title="No node serves this queue.">
        Its jobs wait until an application with a handler for it is started.</${Empty}>`;
  return html`<${Scroll} label="Nodes"><table class="rows"><thead><tr><th scope="col">Node</th>
    <th scope="col">Last seen</th><th scope="col" class="n">Running</th></tr></thead>
    <tbody>${serving.map(
      ({ node, slots }) =>
        html`<tr key=${node.id}>
          <th scope="row"><code>${node.name}</code></th>
          <td class="grow"><${Ago} at=${node.last_seen_at} /></td>
          <td class="n"><${Instances} queue=${queue} slots=${slots} node=${node.name} /></td>
        </tr>`,
    )}</tbody></table></${Scroll}>`;
}

/** One queue: how it goes, where it runs. */
export function QueuePage({ name, query }) {
  const list = useStore(queues);
  const leftOut = useStore(queuesLeftOut);
  const history = useHistory(rangeOf(query), name);
  const listed = list?.find(each => each.name === name);
  const other = useLoad(!listed && leftOut > 0 && (signal => api.queue(name, signal)), [name, !listed, list]);
  const queue = listed ?? other.data;
  if (!queue && list && leftOut > 0 && other.error?.status !== 404)
    return html`<${PageHead} title=${name} /><${Trouble} error=${other.error} onRetry=${other.reload} /><${Waiting}
      rows="8" />`;
  if (!list) return html`<${PageHead} title=${name} /><${Waiting} rows="8" />`;
  if (!queue)
    return html`<${PageHead} title=${name} /><${Empty}
      title="There is no queue “${name}”.">
        It appears when an application has a handler for it, or with its first job.${" "}
        <a href="#/queues">All queues</a></${Empty}>`;
  const why = reasons(queue);
  return html`<${PageHead} title=${name} name="Queue ${name}"><${RangeSelect} query=${query} parts=${["queues", name]}
    /><${PauseButton} queue=${queue} /></${PageHead}>
    ${why.length > 0 && html`<${Why} queue=${queue} why=${why} />`}
    <${Figures} queue=${queue} />
    <${HistoryCharts} history=${history} />
    <div class="two"><${Panel} title="Nodes" flush><${Nodes} queue=${queue} /></${Panel}><${Panel} title="Jobs">
      <${Counts} queue=${queue} /></${Panel}></div>`;
}
