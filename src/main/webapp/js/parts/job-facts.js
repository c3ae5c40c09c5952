import { html } from "../lib/preact.js";
import { href } from "../lib/router.js";
import { isEmpty, optionsOf, stringify } from "../lib/json.js";
import { between, duration } from "../lib/time.js";
import { attemptsOf } from "./job-table.js";
import { NodeName } from "./node-name.js";
import { Instant } from "./times.js";

const inWords = nanos => duration(nanos / 1_000_000);

function retries(job) {
  const { retry_interval: interval, retry_max_interval: most, backoff } = optionsOf(job);
  const number = job.max_retries;
  const times = number === null || number === undefined ? "as its queue says" : `${number}`;
  if (interval === undefined || interval === null) return times;
  if (backoff !== "exponential") return `${times}, ${inWords(interval)} apart`;
  return `${times}, ${inWords(interval)}, doubling to ${inWords(most ?? interval)}`;
}

/** How long it waited for its last start, where that can be told. */
function waited(job) {
  if (!job.started_at) return null;
  const millis = Math.min(between(job.scheduled_at, job.started_at), between(job.created_at, job.started_at));
  return millis >= 0 ? duration(millis) : null;
}

/** Every field that has no box of its own. */
export function JobFacts({ job }) {
  const facts = [
    ["Queue", html`<a href=${href(["queues", job.queue])}>${job.queue}</a>`],
    ["Priority", job.priority],
    ["Attempts", attemptsOf(job)],
    ["Retries used", job.retry_count],
    ["Retries allowed", retries(job)],
    ["Rescues", job.rescues],
    ["Claim", String(job.claim)],
    ["Node", job.node && html`<${NodeName} id=${job.node} />`],
    ["Enqueued by", job.enqueued_by],
    ["Caused by", job.parent && html`<a href=${href(["jobs", job.parent])}><code>${job.parent}</code></a>`],
    ["Waited", waited(job)],
    ["Due", html`<${Instant} at=${job.scheduled_at} />`],
    ["Started", job.started_at && html`<${Instant} at=${job.started_at} />`],
    ["Finished", job.finished_at && html`<${Instant} at=${job.finished_at} />`],
    ["Created", html`<${Instant} at=${job.created_at} />`],
    ["Updated", html`<${Instant} at=${job.updated_at} />`],
    ["Options", isEmpty(job.options) ? null : html`<code>${stringify(job.options)}</code>`],
  ];
  return html`<dl class="facts-list">
    ${facts.map(
      ([name, value]) =>
        html`<div key=${name}>
          <dt>${name}</dt>
          <dd>${value ?? html`<span class="dim">–</span>`}</dd>
        </div>`,
    )}
  </dl>`;
}
