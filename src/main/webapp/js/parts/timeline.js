import { html } from "../lib/preact.js";
import { duration } from "../lib/time.js";
import { href } from "../lib/router.js";
import { Icon } from "./icons.js";
import { NodeName } from "./node-name.js";
import { At, Since } from "./times.js";

const OUTCOMES = {
  running: { icon: "initialized", kind: "run", text: "runs" },
  completed: { icon: "completed", kind: "ok", text: "completed" },
  retried: { icon: "retried", kind: "bad", text: "failed, to be tried again" },
  failed: { icon: "failed", kind: "bad", text: "failed for good" },
  released: { icon: "released", kind: "off", text: "given back when the node stopped; not counted" },
  rescued: { icon: "rescued", kind: "bad", text: "its node was lost; put back" },
};
const UNKNOWN = { icon: "scheduled", kind: "off", text: "ended" };

function took(attempt) {
  if (!attempt.started_at) return null;
  if (!attempt.ended_at) return html` for <${Since} at=${attempt.started_at} />`;
  return html` after ${duration(new Date(attempt.ended_at) - new Date(attempt.started_at))}`;
}

function Fault({ error, same, open }) {
  if (!error) return null;
  if (same) return html`<p class="dim">The same error as before.</p>`;
  const [first, ...rest] = error.split("\n");
  if (!rest.length) return html`<pre class="error one">${first}</pre>`;
  return html`<details class="fault" open=${open}>
    <summary><code class="error">${first}</code></summary>
    <pre class="error" tabindex="0" role="region" aria-label="Where it happened">${rest.join("\n")}</pre>
  </details>`;
}

function Attempt({ attempt, number, before, last }) {
  const { icon, kind, text } = OUTCOMES[attempt.outcome] ?? UNKNOWN;
  return html`<li class=${kind}>
    <span class="at"><${At} at=${attempt.started_at} millis /></span
    ><span class="dot"><${Icon} name=${icon} size="13" /></span>
    <div>
      <p title="claim ${attempt.claim}">
        Attempt ${number} <b class=${kind}>${text}</b>${took(attempt)}${attempt.node &&
        html` on <${NodeName} id=${attempt.node} />`}
      </p>
      <${Fault} error=${attempt.error} same=${before && before.error === attempt.error && !last} open=${last} />
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

/** What happened to a job, and what is to come. */
export function Timeline({ job, attempts }) {
  return html`<ol class="timeline">
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
    ${attempts.map((attempt, i) => html`<${Attempt} key=${attempt.claim} attempt=${attempt} number=${i + 1}
      before=${attempts[i - 1]} last=${i === attempts.length - 1} />`)}
    <${Next} job=${job} />
    ${
      job.status === "canceled" &&
      html`<li class="off">
        <span class="at"><${At} at=${job.finished_at ?? job.updated_at} millis /></span
        ><span class="dot"><${Icon} name="canceled" size="13" /></span>
        <div><p>Canceled</p></div>
      </li>`
    }
  </ol>`;
}
