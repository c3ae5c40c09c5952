import { needing } from "../lib/attention.js";
import { queues, queuesLeftOut } from "../lib/live.js";
import { me } from "../lib/me.js";
import { atLeast, count, rate } from "../lib/numbers.js";
import { html } from "../lib/preact.js";
import { href } from "../lib/router.js";
import { useStore } from "../lib/store.js";
import { age, p95 } from "../lib/time.js";
import { HistoryCharts, RangeSelect, rangeOf, useHistory } from "../parts/history.js";
import { Empty, Waiting } from "../parts/notice.js";
import { PageHead, Panel, Scroll } from "../parts/page.js";
import { Figure, Why } from "../parts/queue.js";
import { Icon } from "../parts/icons.js";

/** More rows than anybody reads. */
const MOST = 50;

const sum = (list, name) => list.reduce((total, queue) => total + (queue[name] ?? 0), 0);

/** The largest, or null where no queue has one. */
function most(list, name) {
  const values = list.map(queue => queue[name]).filter(value => value !== null && value !== undefined);
  return values.length ? Math.max(...values) : null;
}

function Figures({ list }) {
  const nodes = useStore(me)?.node_count ?? 0;
  const failed = sum(list, "failed_last_hour");
  const due = sum(list, "due");
  return html`<dl class="figures">
    <${Figure} label="Completed" value=${rate(sum(list, "per_second"))} note="per second" />
    <${Figure}
      label="Failed for good"
      value=${count(failed)}
      note="in the last hour"
      bad=${failed > 0}
      href=${failed ? href(["jobs"], { status: "failed" }) : null}
    />
    <${Figure}
      label="Waiting, p95"
      value=${p95(most(list, "wait_p95_ms"))}
      note=${due ? `oldest ${age(most(list, "oldest_seconds") * 1000)}` : "nothing is due"}
    />
    <${Figure}
      label="Running"
      value=${count(sum(list, "running"))}
      note="of ${count(sum(list, "instances"))} on ${count(nodes)} ${nodes === 1 ? "node" : "nodes"}"
      href=${href(["jobs"], { status: "initialized" })}
    />
  </dl>`;
}

function Attention({ list }) {
  const found = needing(list);
  if (!found.length) {
    return html`<p class="well">
      <${Icon} name="completed" size="16" /> Nothing fails, waits long or is paused in${" "}
      ${list.length === 1 ? "the one queue" : `the ${count(list.length)} queues`}.
    </p>`;
  }
  return html`<${Scroll} label="Queues that need a look"><table class="rows">
    <thead><tr><th scope="col">Queue</th><th scope="col">Why</th><th scope="col" class="n">Due</th><th scope="col"
      class="n">Running</th>
      <th scope="col" class="n">Failed, 1 h</th><th scope="col" class="n">Wait p95</th></tr></thead>
    <tbody>${found.slice(0, MOST).map(
      ({ queue, why }) =>
        html`<tr key=${queue.name}>
          <td class="clip" title=${queue.name}><a href=${href(["queues", queue.name])}>${queue.name}</a></td>
          <td class="grow"><${Why} queue=${queue} why=${why} /></td>
          <td class="n">${atLeast(queue.due, queue.due_capped)}</td>
          <td class="n">${count(queue.running)} / ${count(queue.instances)}</td>
          <td class="n ${queue.failed_last_hour ? "bad" : ""}">${count(queue.failed_last_hour)}</td>
          <td class="n">${p95(queue.wait_p95_ms)}</td>
        </tr>`,
    )}</tbody></table></${Scroll}>
    ${found.length > MOST &&
      html`<p class="dim more-queues">And ${count(found.length - MOST)} more. <a href="#/queues">All queues</a></p>`}`;
}

/** Is it well, and if not, where? */
export function OverviewPage({ query }) {
  const list = useStore(queues);
  const leftOut = useStore(queuesLeftOut);
  const history = useHistory(rangeOf(query));
  return html`<${PageHead} title="Overview"><${RangeSelect} query=${query} parts=${[]} /></${PageHead}>
    ${
      list
        ? html`<${Figures} list=${list} />`
        : html`<div class="figures">
            <div class="figure"><${Waiting} rows="2" /></div>
          </div>`
    }
    ${leftOut > 0 && html`<p class="dim">These figures are of the ${count(list.length)} queues that fail, are paused or
      have most to do; ${count(leftOut)} more are left out.</p>`}
    <${HistoryCharts} history=${history} />
    <${Panel} title="Needs a look" note="failing queues first" flush>
      ${
        !list
          ? html`<${Waiting} rows="3" />`
          : list.length
            ? html`<${Attention} list=${list} />`
            : html`<${Empty} title="There are no queues yet.">
        A queue appears when an application has a handler for it, or with its first job. <a href="#/create">
          Create one</a>.</${Empty}>`
      }
    </${Panel}>`;
}
