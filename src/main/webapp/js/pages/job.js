import { api } from "../lib/api.js";
import { isEmpty, pretty } from "../lib/json.js";
import { useKeys } from "../lib/keys.js";
import { useWatched, watchJobs } from "../lib/live.js";
import { changedJob, isWhole, useLoad, withJob } from "../lib/load.js";
import { useOperator } from "../lib/me.js";
import { bytes } from "../lib/numbers.js";
import { html, useEffect, useState } from "../lib/preact.js";
import { go, href } from "../lib/router.js";
import { DELETED, can, runLabel, word } from "../lib/statuses.js";
import { Confirm } from "../parts/confirm.js";
import { Copy } from "../parts/copy.js";
import { EditJob } from "../parts/edit-job.js";
import { JobFacts } from "../parts/job-facts.js";
import { JobTable } from "../parts/job-table.js";
import { Json } from "../parts/json.js";
import { Empty, Trouble, Waiting } from "../parts/notice.js";
import { PageHead, Panel } from "../parts/page.js";
import { Status } from "../parts/status.js";
import { Timeline } from "../parts/timeline.js";

function DeleteDialog({ job, onClose }) {
  const act = async () => {
    await api.remove(job.id);
    go(href(["jobs"], { queue: job.queue }));
  };
  return html`<${Confirm} title="Delete 1 job?" label="Delete" danger act=${act} onClose=${onClose}>
    <p>The ${word(job.status)} job <code>${job.id}</code> is gone for good, with its result and errors.</p>
      </${Confirm}>`;
}

/** What can be done with the job, and why it could not. */
function useActions(job, changed) {
  const operator = useOperator();
  const [dialog, setDialog] = useState(null);
  const [error, setError] = useState(null);
  const act = action => async () => {
    setError(null);
    try {
      changed(await action(job.id));
    } catch (failure) {
      setError(failure);
    }
  };
  const may = action => operator && job && can[action](job.status);
  const close = () => setDialog(null);
  return {
    error,
    run: may("run") ? act(api.run) : undefined,
    cancel: may("cancel") ? act(api.cancel) : undefined,
    edit: may("edit") ? () => setDialog("edit") : undefined,
    remove: may("remove") ? () => setDialog("delete") : undefined,
    dialog:
      dialog === "delete"
        ? html`<${DeleteDialog} job=${job} onClose=${close} />`
        : dialog === "edit"
          ? html`<${EditJob} job=${job} onChanged=${changed} onClose=${close} />`
          : null,
  };
}

function Buttons({ job, actions }) {
  const operator = useOperator();
  return html`<span class="buttons">
    <${Copy} text=${() => pretty(job)} label="Copy as JSON" quiet=${false} />
    ${operator && html`<a class="button" href=${href(["create"], { from: job.id })}>Duplicate</a>`}
    ${actions.remove && html`<button type="button" class="danger-text" onClick=${actions.remove}>Delete…</button>`}
    ${actions.edit && html`<button type="button" onClick=${actions.edit}>Edit…</button>`}
    ${actions.cancel && html`<button type="button" onClick=${actions.cancel}>Cancel</button>`}
    ${actions.run && html`<button type="button" class="primary" onClick=${actions.run}>${runLabel(job.status)}
      </button>`}
  </span>`;
}

function Payload({ title, value, size }) {
  if (size)
    return html`<${Panel} title=${title} note="${bytes(size)}, too long to be shown whole: read it in the database"><${Json}
      value=${value} label=${title} /></${Panel}>`;
  return html`<${Panel} title=${title} actions=${html`<${Copy} text=${() => pretty(value)} />`}><${Json}
    value=${value} label=${title} /></${Panel}>`;
}

function Content({ job }) {
  if (job.arguments_hidden)
    return html`<${Panel} title="Arguments and result">
      <p class="dim">Hidden from viewers by the server's settings.</p></${Panel}>`;
  return html`<${Payload} title="Arguments" value=${job.arguments} size=${job.shortened?.arguments} />
    ${!isEmpty(job.result) && html`<${Payload} title="Result" value=${job.result} size=${job.shortened?.result} />`}`;
}

function Children({ job }) {
  const gone = job.status === DELETED;
  const children = useLoad(!gone && (signal => api.children(job.id, { limit: 50 }, signal)), [job.id, job.status]);
  const jobs = children.data?.jobs ?? [];
  const put = changed => children.set(data => withJob(data, changed));
  useWatched(children);
  if (children.error)
    return html`<${Panel} title="Child jobs"><${Trouble} error=${children.error} onRetry=${children.reload} /></${Panel}>`;
  if (!jobs.length) return null;
  return html`<${Panel} title="Child jobs"
    note="${jobs.length}${children.data.next ? " and more" : ""} ${jobs.length === 1 ? "job" : "jobs"} of its handler"
    flush><${JobTable} label="Child jobs" jobs=${jobs} /></${Panel}>`;
}

function History({ job, attempts }) {
  return html`<${Panel} title="Attempts">
    <${Trouble} error=${attempts.error} onRetry=${attempts.reload} />
    ${attempts.data ? html`<${Timeline} job=${job} ...${attempts.data} />` : !attempts.error &&
      html`<${Waiting} rows="3" />`}
    ${
      job.last_error &&
      attempts.data &&
      !attempts.data.attempts.some(({ error }) => error) &&
      html`<h3>Last error</h3>
        <pre class="error" tabindex="0" role="region" aria-label="Last error">${job.last_error}</pre>`
    }
  </${Panel}>`;
}

/** One job: what happened to it, with what, and what can be done. */
export function JobPage({ name: id }) {
  const loaded = useLoad(signal => api.job(id, signal), [id]);
  const job = loaded.data;
  const gone = job?.status === DELETED;
  const attempts = useLoad(
    job && !gone && (signal => api.attempts(id, signal)),
    [id, job?.claim, job?.status, job?.retry_count],
  );
  const changed = next => {
    loaded.set(old => old && changedJob(old, next));
    if (!isWhole(next)) loaded.reload();
  };
  useEffect(() => watchJobs([id], changed), [id]);
  const actions = useActions(job, changed);
  useKeys({
    r: actions.run,
    c: actions.cancel,
    e: actions.edit,
    y: () => job && navigator.clipboard?.writeText(pretty(job)),
    ".": loaded.reload,
  });
  const title = html`<code>${id}</code> ${job && html`<${Status} status=${job.status} />`}`;
  if (loaded.error?.status === 404) {
    return html`<${PageHead} title=${html`<code>${id}</code>`} name="Job ${id}" /><${Panel}><${Empty}
      title="There is no such job.">
        It may have been deleted, or the id is wrong.${" "}
        <a href=${href(["jobs"], { q: id })}>Look for ids like it</a>.</${Empty}></${Panel}>`;
  }
  return html`<nav class="trail" aria-label="Trail"><a href="#/jobs">Jobs</a>${job &&
    html` / <a href=${href(["jobs"], { queue: job.queue })}>${job.queue}</a>`}</nav>
    <${PageHead} title=${title} name="Job ${id}">${job && html`<${Buttons} job=${job} actions=${actions} />`}
      </${PageHead}>
    <${Trouble} error=${actions.error ?? loaded.error} onRetry=${loaded.error && loaded.reload} />${actions.dialog}
    ${gone && html`<div class="notice" role="status"><p>This job has been deleted. You see what it was like.</p></div>`}
    ${
      !job
        ? !loaded.error && html`<${Waiting} rows="8" />`
        : html`<div class="two job">
      <div><${History} job=${job} attempts=${attempts} /><${Content} job=${job} /><${Children} job=${job} /></div>
      <${Panel} title="Facts"><${JobFacts} job=${job} /></${Panel}></div>`
    }`;
}
