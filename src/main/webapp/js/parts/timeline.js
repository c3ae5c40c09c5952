import { count } from "../lib/numbers.js";
import { html } from "../lib/preact.js";
import { between, duration } from "../lib/time.js";
import { href } from "../lib/router.js";
import { Icon } from "./icons.js";
import { NodeName } from "./node-name.js";
import { At, Since } from "./times.js";

const OUTCOMES = {
  running: { icon: "initialized", kind: "run", text: "runs" },
  completed: { icon: "completed", kind: "ok", text: "completed" },
  retried: { icon: "retried", kind: "bad", text: "failed, to be tried again" },
  failed: { icon: "failed", kind: "bad", text: "failed for good" },
  released: { icon: "released", kind: "off", text: "released when the node stopped; not counted" },
  rescued: { icon: "rescued", kind: "bad", text: "its node expired; rescued" },
};
const UNKNOWN = { icon: "scheduled", kind: "off", text: "ended" };

function took(attempt) {
  if (!attempt.started_at) return null;
  if (!attempt.ended_at) return html` for <${Since} at=${attempt.started_at} />`;
  return html` after ${duration(between(attempt.started_at, attempt.ended_at))}`;
}

function Fault({ error, same, open }) {
  if (!error) return null;
  if (same) return html`<p class="dim">The same error as at the attempt before.</p>`;
  const [first, ...rest] = error.split("\n");
  if (!rest.length) return html`<pre class="error one">${first}</pre>`;
  return html`<details class="fault" open=${open}>
    <summary><code class="error">${first}</code></summary>
    <pre class="error" tabindex="0" role="region" aria-label="Where it happened">${rest.join("\n")}</pre>
  </details>`;
}

function Attempt({ attempt, before, latest }) {
  const { icon, kind, text } = OUTCOMES[attempt.outcome] ?? UNKNOWN;
  return html`<li class=${kind}>
    <span class="at"><${At} at=${attempt.started_at} millis /></span
    ><span class="dot"><${Icon} name=${icon} size="13" /></span>
    <div>
      <p title="claim ${attempt.claim}">
        Attempt ${attempt.number} <b class=${kind}>${text}</b>${took(attempt)}${attempt.node &&
        html` on <${NodeName} id=${attempt.node} />`}
      </p>
      <${Fault} error=${attempt.error} same=${before && before.error === attempt.error && !latest} open=${latest} />
    </div>
  </li>`;
}

function Next({ job }) {
  if (job.status !== "scheduled") return null;
  return html`<li class="wait">
    <span class="at"><${At} at=${job.scheduled_at} millis /></span
    ><span class="dot"><${Icon} name="scheduled" size="13" /></span>
    <div><p>${job.attempts ? "Due to be tried again" : "Due for its first attempt"}</p></div>
  </li>`;
}

function Canceled({ job }) {
  if (job.status !== "canceled") return null;
  return html`<li class="off">
    <span class="at"><${At} at=${job.finished_at ?? job.updated_at} millis /></span
    ><span class="dot"><${Icon} name="canceled" size="13" /></span>
    <div><p>Canceled</p></div>
  </li>`;
}

/** What is to come of a job, and what happened to it, the latest first; of many attempts the latest ones. */
export function Timeline({ job, attempts, total }) {
  return html`<ol class="timeline">
    <${Next} job=${job} />
    <${Canceled} job=${job} />
    ${attempts.map((attempt, i) => html`<${Attempt} key=${attempt.number} attempt=${attempt}
      before=${attempts[i + 1]} latest=${i === 0} />`)}
    ${
      total > attempts.length &&
      html`<li class="off">
        <span class="at"></span><span class="dot"><${Icon} name="retried" size="12" /></span>
        <div>
          <p class="dim">
            The latest ${count(attempts.length)} of ${count(total)} attempts; the others are in the table
            <code> gork_attempts</code>.
          </p>
        </div>
      </li>`
    }
    <li class="off">
      <span class="at"><${At} at=${job.created_at} millis /></span
      ><span class="dot"><${Icon} name="plus" size="12" /></span>
      <div>
        <p>
          Enqueued${job.enqueued_by && html` by <b>${job.enqueued_by}</b>`}${job.parent &&
            html` by the job <a href=${href(["jobs", job.parent])}><code>${job.parent}</code></a>`}
        </p>
      </div>
    </li>
  </ol>`;
}
