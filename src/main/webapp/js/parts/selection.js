import { useOperator } from "../lib/me.js";
import { count } from "../lib/numbers.js";
import { html, useEffect, useRef, useState } from "../lib/preact.js";
import { BulkDialog } from "./bulk-dialog.js";

/** Which jobs are selected: some ids, or all that match ("every"). Another filter selects nothing. */
export function useSelection(jobs, question) {
  const [ids, setIds] = useState(new Set());
  const [every, setEvery] = useState(false);
  const last = useRef(null);
  const clear = () => {
    setIds(new Set());
    setEvery(false);
  };
  useEffect(clear, [question]);
  const onPage = jobs.filter(job => ids.has(job.id)).length;

  const put = (touched, chosen) => {
    setEvery(false);
    setIds(old => new Set(chosen ? [...old, ...touched] : [...old].filter(id => !touched.includes(id))));
  };
  const toggle = (id, range) => {
    const order = jobs.map(job => job.id);
    const from = range && last.current !== null ? order.indexOf(last.current) : -1;
    const to = order.indexOf(id);
    last.current = id;
    put(from < 0 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1), every || !ids.has(id));
  };
  const page = () =>
    put(
      jobs.map(job => job.id),
      every || onPage < jobs.length,
    );
  return {
    ids,
    every,
    clear,
    toggle,
    page,
    all: () => setEvery(true),
    has: id => every || ids.has(id),
    state: every || (onPage && onPage === jobs.length) ? "all" : onPage ? "some" : "none",
    pageFull: onPage > 0 && onPage === jobs.length,
  };
}

/** What can be done with the selected jobs. Its room is kept, so that no row moves when something is selected. */
export function SelectionBar({ select, filter, more, total, children }) {
  const operator = useOperator();
  const [action, setAction] = useState(null);
  const any = select.every || select.ids.size > 0;
  if (!operator || !any) return html`<div class="selection">${children}</div>`;
  const ask = name =>
    html`<button type="button" class=${name === "delete" ? "danger-text" : ""} onClick=${() => setAction(name)}>
      ${{ run: "Run now…", cancel: "Cancel…", delete: "Delete…" }[name]}
    </button>`;
  return html`<div class="selection chosen">
    <strong role="status"
      >${select.every ? `All ${total ?? "jobs"} that match` : `${count(select.ids.size)} selected`}</strong
    >
    ${!select.every && select.pageFull && more && html`<button type="button" class="link"
      onClick=${select.all}>Select all${total ? ` ${total}` : ""} that match</button>`}
    <span class="buttons push"
      >${ask("run")}${ask("cancel")}${ask("delete")}<button type="button" class="quiet" onClick=${select.clear}>
        Clear
      </button></span
    >
    ${action && html`<${BulkDialog} action=${action} filter=${filter} ids=${select.every ? null : [...select.ids]}
      onClose=${() => setAction(null)} onDone=${select.clear} />`}
  </div>`;
}
