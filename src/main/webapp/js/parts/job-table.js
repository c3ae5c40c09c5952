import { useOperator } from "../lib/me.js";
import { isEmpty, stringify } from "../lib/json.js";
import { bytes } from "../lib/numbers.js";
import { html, useEffect, useRef } from "../lib/preact.js";
import { href } from "../lib/router.js";
import { RowActions } from "./job-actions.js";
import { Scroll } from "./page.js";
import { Status } from "./status.js";
import { Ago, Since } from "./times.js";

function When({ job }) {
  if (job.status === "initialized") return html`for <${Since} at=${job.started_at} />`;
  if (job.status === "scheduled") return html`<${Ago} at=${job.scheduled_at} before="due " />`;
  return html`<${Ago} at=${job.finished_at ?? job.updated_at} />`;
}

/** "2 of 4": the attempts made, and how many there may be. */
export const attemptsOf = job =>
  job.attempts === 0
    ? "–"
    : job.max_retries === null || job.max_retries === undefined
      ? `${job.attempts}`
      : `${job.attempts} of ${Math.max(job.attempts, job.max_retries + 1)}`;

function Say({ job }) {
  if (job.last_error && job.status !== "completed") {
    return html`<code class="error" title=${job.last_error}>${job.last_error.split("\n", 1)[0]}</code>`;
  }
  if (job.arguments_hidden) return html`<span class="dim">hidden from viewers</span>`;
  const long = job.shortened ?? {};
  const name = job.status === "completed" && (long.result || !isEmpty(job.result)) ? "result" : "arguments";
  const text = long[name] ? JSON.parse(job[name]) : stringify(job[name]);
  if (text === null) return html`<span class="dim">${bytes(long[name])}, to be seen on its own page</span>`;
  return html`<code class="dim" title=${long[name] ? `The beginning of ${bytes(long[name])}` : text}
    >${text.slice(0, 300)}${long[name] ? "…" : ""}</code
  >`;
}

/** A box that can be half checked, which HTML has no attribute for. */
function PageBox({ state, onChange }) {
  const box = useRef(null);
  useEffect(() => {
    box.current.indeterminate = state === "some";
  }, [state]);
  return html`<input
    ref=${box}
    type="checkbox"
    aria-label="Select the page"
    checked=${state === "all"}
    onChange=${onChange}
  />`;
}

function Row({ job, at, current, select, changed, failed }) {
  const row = useRef(null);
  useEffect(() => {
    if (current) row.current.querySelector("a").focus();
  }, [current]);
  return html`<tr ref=${row} class="${select?.has(job.id) ? "selected" : ""}">
    ${select && html`<td class="box"><input type="checkbox" aria-label="Select ${job.id}"
      checked=${select.has(job.id)} onClick=${event => select.toggle(job.id, event.shiftKey)} /></td>`}
    <th scope="row" class="id">
      <a href=${href(["jobs", job.id])} title=${job.id}><code>${job.id}</code></a>
    </th>
    <td class="queue" title=${job.queue}>${job.queue}</td>
    <td class="state"><${Status} status=${job.status} /></td>
    <td class="n tries">${attemptsOf(job)}</td>
    <td class="grow say"><${Say} job=${job} /></td>
    ${changed && html`<td class="actions"><${RowActions} job=${job} onChanged=${changed} onError=${failed} /></td>`}
    <td class="n when"><${When} job=${job} /></td>
  </tr>`;
}

/** Jobs in rows of even height. select: what useSelection made, or none; changed: told of a job that was changed. */
export function JobTable({ label, jobs, current, select, changed, failed }) {
  const operator = useOperator();
  const acting = operator && changed;
  const choosing = operator ? select : undefined;
  return html`<${Scroll} label=${label}><table class="rows jobs">
    <thead><tr>${choosing && html`<th class="box"><${PageBox} state=${choosing.state} onChange=${choosing.page}
      /></th>`}
      <th scope="col">Job</th><th scope="col">Queue</th><th scope="col">Status</th><th scope="col"
        class="n">Attempt</th>
      <th scope="col" class="grow">Error, result or arguments</th>${acting && html`<th scope="col" class="actions">
        <span class="hidden">Actions</span></th>`}<th scope="col" class="n">When</th></tr></thead>
    <tbody>${jobs.map((job, i) => html`<${Row} key=${job.id} job=${job} current=${i === current} select=${choosing}
      changed=${acting} failed=${failed} />`)}</tbody>
  </table></${Scroll}>`;
}
