import { api } from "../lib/api.js";
import { countable, filterOf } from "../lib/filters.js";
import { useKeys } from "../lib/keys.js";
import { queues, queuesLeftOut, useWatched } from "../lib/live.js";
import { useLoad, withJob } from "../lib/load.js";
import { useOperator } from "../lib/me.js";
import { compact, count } from "../lib/numbers.js";
import { html, useEffect, useRef, useState } from "../lib/preact.js";
import { go, href, replace } from "../lib/router.js";
import { STATUSES, totals, word } from "../lib/statuses.js";
import { useStore } from "../lib/store.js";
import { bulkEnds } from "../parts/bulk-tray.js";
import { FilterBar } from "../parts/filter-bar.js";
import { Icon } from "../parts/icons.js";
import { JobTable } from "../parts/job-table.js";
import { Empty, Trouble, Waiting } from "../parts/notice.js";
import { PageHead, Panel } from "../parts/page.js";
import { SelectionBar, useSelection } from "../parts/selection.js";
import { Ago } from "../parts/times.js";

const PAGE = 50;

/** How many jobs of each status match, as far as the queues' own counts tell; null where only a search would. */
function useCounts(filter) {
  const list = useStore(queues);
  const leftOut = useStore(queuesLeftOut);
  if (!list || !countable(filter)) return null;
  if (leftOut && !list.some(({ name }) => name === filter.queue)) return null;
  return totals(filter.queue ? list.filter(({ name }) => name === filter.queue) : list);
}

const short = n => (n < 100_000 ? count(n) : compact(n));

function Tabs({ filter, counts }) {
  const tab = status => {
    const chosen = (filter.status ?? "all") === status;
    const to = href(["jobs"], { ...filter, status: status === "all" ? "" : status });
    return html`<li key=${status}>
      <a href=${to} aria-current=${chosen ? "page" : null}
        >${status === "all" ? "all" : word(status)}
        ${counts &&
          html`<small title=${count(counts[status])}>${short(counts[status])}</small>`}</a
      >
    </li>`;
  };
  return html`<ul class="tabs" aria-label="Status">
    ${["all", ...STATUSES].map(tab)}
  </ul>`;
}

/** Rows keep their places while their contents change; the list is asked again only on demand. */
function usePage(filter, cursor) {
  const ask = signal => api.jobs({ ...filter, limit: PAGE, cursor }, signal);
  const page = useLoad(ask, [JSON.stringify(filter), cursor]);
  useWatched(page);
  const ended = useStore(bulkEnds);
  useEffect(() => {
    if (ended) page.reload();
  }, [ended]);
  return { ...page, jobs: page.data?.jobs ?? [], put: job => page.set(data => withJob(data, job)) };
}

/** How many jobs have come since the list was loaded. */
function useNewer(counts, turn) {
  const seen = useRef({});
  const now = counts?.all ?? null;
  if (seen.current.turn !== turn || seen.current.count === null) seen.current = { turn, count: now };
  return now === null ? 0 : Math.max(0, now - seen.current.count);
}

function Foot({ page, query, filter }) {
  const { data, jobs } = page;
  const to = cursor => href(["jobs"], { ...filter, cursor });
  const oldest = jobs.at(-1)?.created_at;
  return html`<div class="foot-bar">
    <span class="dim"
      >${
        data.complete === false
          ? html`Stopped at the time limit${oldest ? html`, back to <${Ago} at=${oldest} />` : ""}.`
          : jobs.length
            ? `${count(jobs.length)} ${jobs.length === 1 ? "job" : "jobs"}, the latest first`
            : ""
      }</span
    >
    <span class="buttons push">
      ${query.cursor && html`<a class="button" href=${to("")}>Newest</a>`}
      ${data.next && html`<a class="button"
        href=${to(data.next)}>${data.complete === false ? "Search further" : "Older"}<${Icon} name="chevron" size="12"
        /></a>`}
    </span>
  </div>`;
}

function Nothing({ filter, data }) {
  if (data.complete === false)
    return html`<${Empty}
      title="Nothing found so far.">
        The search was stopped to spare the database.${" "}
        Search further below, or narrow it by queue, status or time.</${Empty}>`;
  if (Object.keys(filter).length)
    return html`<${Empty} title="No job matches.">Remove a filter, or <a href="#/jobs">show all jobs</a>.</${Empty}>`;
  return html`<${Empty}
    title="There are no jobs yet.">
      An application enqueues one by firing a <code>JobRequest</code>; or${" "}
      <a href="#/create">create one by hand</a>.</${Empty}>`;
}

/** Finds jobs, and does something with one, a page or all that match. */
export function JobsPage({ query }) {
  const filter = filterOf(query);
  const question = JSON.stringify(filter);
  const counts = useCounts(filter);
  const operator = useOperator();
  const page = usePage(filter, query.cursor);
  const { data, jobs, error, loading } = page;
  const [actionError, setActionError] = useState(null);
  const [current, setCurrent] = useState(-1);
  const select = useSelection(jobs, question);
  const newer = useNewer(counts, page.turn);
  const change = part => replace(href(["jobs"], { ...filter, ...part }));
  useEffect(() => setCurrent(-1), [question, query.cursor]);
  useKeys({
    j: () => setCurrent(Math.min(jobs.length - 1, current + 1)),
    k: () => setCurrent(Math.max(0, current - 1)),
    x: () => jobs[current] && operator && select.toggle(jobs[current].id),
    n: () => data?.next && go(href(["jobs"], { ...filter, cursor: data.next })),
    b: () => query.cursor && history.back(),
    ".": () => page.reload(),
    Escape: select.clear,
  });
  const total = counts && count(counts[filter.status ?? "all"]);
  return html`<${PageHead} title="Jobs">${operator && html`<a class="button primary" href="#/create"><${Icon}
    name="plus" />Create a job</a>`}</${PageHead}>
    <${FilterBar} filter=${filter} change=${change} clear=${() => replace(href(["jobs"], { status: filter.status }))} />
    <${Tabs} filter=${filter} counts=${counts} />
    <${Trouble} error=${actionError} />
    <${Panel} flush className="${loading ? "asking" : ""}">
      <${SelectionBar} select=${select} filter=${filter} more=${Boolean(data?.next || query.cursor)} total=${total}>
        <button type="button" class="quiet" onClick=${page.reload} title="Load again (.)"><${Icon} name="retried"
          />Load again</button>
        ${newer > 0 && !query.cursor && html`<button type="button" class="link"
          onClick=${page.reload}>${count(newer)} newer</button>`}
        <span class="push dim">${total ? `${total} match` : ""}</span>
      </${SelectionBar}>
      ${
        error
          ? html`<${Trouble} error=${error} onRetry=${page.reload} />`
          : !data
            ? html`<${Waiting} rows="12" />`
            : html` ${jobs.length ? html`<${JobTable} label="Jobs" jobs=${jobs} current=${current} select=${select}
              changed=${page.put} failed=${setActionError} />` : html`<${Nothing} filter=${filter} data=${data} />`}
                <${Foot} page=${page} query=${query} filter=${filter} />`
      }
    </${Panel}>`;
}
