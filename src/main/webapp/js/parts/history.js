import { api } from "../lib/api.js";
import { useEvery } from "../lib/live.js";
import { useLoad } from "../lib/load.js";
import { rate } from "../lib/numbers.js";
import { html } from "../lib/preact.js";
import { href, replace } from "../lib/router.js";
import { duration, serverNow } from "../lib/time.js";
import { Chart } from "./chart.js";
import { Trouble, Waiting } from "./notice.js";
import { Panel } from "./page.js";

export const RANGES = { "1h": "last hour", "6h": "last 6 hours", "24h": "last day", "7d": "last week" };
/** Nodes write ten seconds at a time, when they have passed: so much of what has happened is not told yet, in seconds. */
const LATE = 15;
/** A step of which less is told says nothing yet about a second. */
const LEAST = 10;

export const rangeOf = query => (RANGES[query.range] ? query.range : "1h");

/** What happened over time, of all queues or of one; asked again as often as there is a new point. */
export function useHistory(range, queue) {
  const ask = async signal => ({ ...(await api.history({ range, queue }, signal)), asked: serverNow() });
  const history = useLoad(ask, [range, queue]);
  const step = history.data?.step_seconds ?? 10;
  useEvery(Math.min(60, Math.max(5, step)) * 1000, history.reload);
  return history;
}

export function RangeSelect({ query, parts }) {
  const change = event =>
    replace(href(parts, { ...query, range: event.target.value === "1h" ? "" : event.target.value }));
  return html`<select aria-label="Time range" value=${rangeOf(query)} onChange=${change}>
    ${Object.entries(RANGES).map(([value, label]) => html`<option key=${value} value=${value}
      selected=${value === rangeOf(query)}>${label}</option>`)}
  </select>`;
}

function summary(values, format) {
  const max = Math.max(0, ...values);
  return `up to ${format(max)}, now ${format(values.at(-1) ?? 0)}`;
}

/** The seconds of a point that are told: the last step is still going on. */
const told = ({ at }, asked) => (asked - new Date(at)) / 1000 - LATE;

/** The points, without a last one that has just begun: it would look as if all had stopped. */
function known({ points, asked }) {
  return points.length > 1 && told(points.at(-1), asked) < LEAST ? points.slice(0, -1) : points;
}

const perSecond = n => `${rate(n)}/s`;

/** Jobs per second by outcome, and how long jobs waited and ran. */
export function HistoryCharts({ history }) {
  const { data, error, reload } = history;
  if (error && !data)
    return html`<${Panel} title="Jobs per second"><${Trouble} error=${error} onRetry=${reload} /></${Panel}>`;
  if (!data)
    return html`<div class="charts"><${Panel} title="Jobs per second"><${Waiting} rows="7" /></${Panel}>
    <${Panel} title="Waiting and running"><${Waiting} rows="7" /></${Panel}></div>`;
  const points = known(data);
  const seconds = point => Math.min(data.step_seconds, Math.max(LEAST, told(point, data.asked)));
  const times = points.map(point => point.at);
  const outcome = name => points.map(point => (point[name] ?? 0) / seconds(point));
  const idle = point => !point.completed && !point.retried && !point.failed;
  const time = name => points.map(point => (idle(point) ? null : point[name]));
  const done = outcome("completed");
  const wait = time("wait_p95_ms");
  return html`<div class="charts">
    <${Panel} title="Jobs per second" note="by outcome of an attempt">
      <${Chart} title="Jobs per second" times=${times} format=${rate} least=${0.04}
        summary="Completed: ${summary(done, perSecond)}." series=${[
        { label: "completed", values: done, colour: "--accent", fill: "--accent-soft" },
        { label: "retried", values: outcome("retried"), colour: "--warn", dash: [5, 3] },
        { label: "failed", values: outcome("failed"), colour: "--bad" },
      ]} />
    </${Panel}>
    <${Panel} title="Waiting and running" note="95 of 100 jobs: at most this long">
      <${Chart} title="Time that 95 of 100 jobs took at most" times=${times} format=${duration} least=${40}
        summary="Waiting: ${summary(wait, duration)}." series=${[
        { label: "waiting", values: wait, colour: "--run" },
        { label: "running", values: time("run_p95_ms"), colour: "--off", dash: [5, 3] },
      ]} />
    </${Panel}>
  </div>`;
}
