import { api } from "../lib/api.js";
import { html, useState } from "../lib/preact.js";
import { can, runLabel } from "../lib/statuses.js";

/** Run and cancel, in a row of a list; what goes wrong is told to the list. */
export function RowActions({ job, onChanged, onError }) {
  const [busy, setBusy] = useState(false);
  const act = async action => {
    setBusy(true);
    onError(null);
    try {
      onChanged(await action(job.id));
    } catch (failure) {
      onError(failure);
    }
    setBusy(false);
  };
  return html`<span class="buttons small">
    ${can.cancel(job.status) && html`<button type="button" class="quiet" disabled=${busy}
      aria-label="Cancel ${job.id}" onClick=${() => act(api.cancel)}>Cancel</button>`}
    ${can.run(job.status) && html`<button type="button" class="quiet" disabled=${busy}
      aria-label="${runLabel(job.status)} ${job.id}" onClick=${() => act(api.run)}>${runLabel(job.status)}</button>`}
  </span>`;
}
