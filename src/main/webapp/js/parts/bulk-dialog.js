import { api } from "../lib/api.js";
import { inWords } from "../lib/filters.js";
import { useLoad } from "../lib/load.js";
import { jobs as inJobs } from "../lib/numbers.js";
import { html } from "../lib/preact.js";
import { track } from "./bulk-tray.js";
import { Confirm } from "./confirm.js";
import { Trouble } from "./notice.js";

const ACTIONS = {
  run: {
    title: "Run now",
    label: "Run",
    told: "They become due at once; retries count from the start. Jobs that are running are skipped.",
  },
  cancel: {
    title: "Cancel",
    label: "Cancel",
    leave: "Keep them",
    told: "Only scheduled jobs can be canceled; others are skipped.",
    only: "scheduled",
  },
  delete: {
    title: "Delete",
    label: "Delete",
    danger: true,
    told: "They are gone for good, with their results and errors. Jobs that are running are skipped.",
  },
};

/** Says how many jobs an action touches, and does it in the background. */
export function BulkDialog({ action, ids, filter, onClose, onDone }) {
  const { title, label, leave, danger, told, only } = ACTIONS[action];
  const asked = ids ? null : { ...filter, status: filter.status ?? only };
  // All jobs, without any condition, is never what a filter happens to say: it is said, and the dialog has counted them.
  const target = ids ? { ids } : Object.values(asked).some(Boolean) ? { filter: asked } : { all: true };
  const count = useLoad(async signal => (ids ? { count: ids.length } : api.count(asked, signal)), []);
  const known = count.data;
  const act = async () => {
    track(await api.bulk({ action, ...target }), known.capped ? null : known.count);
    onDone();
  };
  const what = known && inJobs(known.count, known.capped);
  return html`<${Confirm} title="${title} ${what ?? "jobs"}?" label=${known ? `${label} ${what}` : label}
    leave=${leave} danger=${danger} ready=${Boolean(known?.count)} act=${act} onClose=${onClose}>
    <${Trouble} error=${count.error} onRetry=${count.reload} />
    ${known ? html`<p><strong>${what}</strong> ${ids ? "that you have selected." : html`that match: <em>
      ${inWords(asked)}</em>.`}</p>` : html`<p role="status">Counting the jobs…</p>`}
    ${known?.count === 0 && html`<p>So there is nothing to do.</p>`}
    <p class="dim">${told}</p>
  </${Confirm}>`;
}
