import { api } from "../lib/api.js";
import { refresh } from "../lib/live.js";
import { html, useState } from "../lib/preact.js";
import { count, jobs as inJobs } from "../lib/numbers.js";
import { useOperator } from "../lib/me.js";
import { useLoad } from "../lib/load.js";
import { Confirm } from "./confirm.js";
import { Meter } from "./spark.js";
import { Mark } from "./status.js";
import { Ago } from "./times.js";

/** A number that matters, with what it counts. */
export const Figure = ({ label, value, note, bad, href }) =>
  html`<div class="figure">
    <dt>${label}</dt>
    <dd class=${bad ? "bad" : ""}>${href ? html`<a href=${href}>${value}</a>` : value}<small>${note}</small></dd>
  </div>`;

/** Why a queue needs a look. */
export function Why({ queue, why }) {
  return html`<span class="why"
    >${why.map(({ kind, text }) => html`<${Mark} key=${text} kind=${kind}
      icon=${{ bad: "failed", off: "paused", warn: "scheduled" }[kind]}>${text}</${Mark}> `)}
    ${
      why.some(({ text }) => text === "failing") &&
      html`<span
        ><code class="error">${queue.last_error}</code> <small><${Ago} at=${queue.last_error_at} /></small
      ></span>`
    }
    ${queue.paused && html`<small> by ${queue.paused_by ?? "somebody"}${queue.paused_at && html`, <${Ago}
      at=${queue.paused_at} />`}</small>`}</span
  >`;
}

function PauseDialog({ queue, onClose }) {
  const pause = !queue.paused;
  const act = async () => {
    await (pause ? api.pause(queue.name) : api.resume(queue.name));
    await refresh();
  };
  return html`<${Confirm} title="${pause ? "Pause" : "Resume"} ${queue.name}?" label=${pause ? "Pause" : "Resume"}
    act=${act} onClose=${onClose}>
    ${
      pause
        ? html`<p>
            No node starts another job of this queue until it is resumed.${" "}
            ${queue.running ? `The ${count(queue.running)} that run now are finished.` : "None runs now."} New jobs can
            still be enqueued.
          </p>`
        : html`<p>
            ${
              queue.due
                ? `${inJobs(queue.due, queue.due_capped)} due now, to be started as instances become free.`
                : "Nothing is due now."
            }
          </p>`
    }
  </${Confirm}>`;
}

function InstancesDialog({ queue, node, onClose }) {
  const nodes = useLoad(signal => api.nodes(signal), []);
  const serving = (nodes.data?.nodes ?? []).filter(
    each => each.alive && each.queues.some(({ name }) => name === queue.name),
  );
  const [where, setWhere] = useState(node ?? "");
  const now = where
    ? serving.find(({ name }) => name === where)?.queues.find(({ name }) => name === queue.name)?.instances
    : Math.round(queue.instances / Math.max(1, queue.nodes));
  const [number, setNumber] = useState("");
  const [back, setBack] = useState(false);
  const value = Number(number === "" ? now : number);
  const valid = back || (Number.isInteger(value) && value >= 0 && value <= 10_000);
  const act = async () => {
    await api.instances(queue.name, { instances: back ? null : value, node: where || null });
    await refresh();
  };
  return html`<${Confirm} title="Instances of ${queue.name}" label="Change" ready=${valid} act=${act}
    onClose=${onClose}>
    <p>How many of its jobs one node runs at a time. It takes effect at once, and stays until it is changed again.</p>
    <label for="instances-node">Where</label>
    <select id="instances-node" value=${where} onChange=${event => setWhere(event.target.value)}>
      <option value="">On every node</option>
      ${serving.map(({ id, name }) => html`<option key=${id} value=${name} selected=${name === where}>${name}
        </option>`)}
    </select>
    <label for="instances">Instances per node</label>
    <input id="instances" type="number" min="0" max="10000" step="1" inputmode="numeric" disabled=${back}
      value=${number === "" ? (now ?? "") : number} onInput=${event => setNumber(event.target.value)}
        aria-invalid=${!valid} />
    ${!valid && html`<p class="field-error" role="alert">A whole number from 0 to 10,000.</p>`}
    <label class="check"><input type="checkbox" checked=${back} onChange=${event => setBack(event.target.checked)}
      /> Back to what the application's settings say</label>
  </${Confirm}>`;
}

/** Pause or resume; nothing for those who may only look. */
export function PauseButton({ queue, small }) {
  const [open, setOpen] = useState(false);
  if (!useOperator()) return null;
  const label = queue.paused ? "Resume" : "Pause";
  return html`<span class="buttons ${small ? "small" : ""}">
    <button type="button" class="fixed" onClick=${() => setOpen(true)} aria-label="${label} ${queue.name}">
      ${label}
    </button>
    ${open && html`<${PauseDialog} queue=${queue} onClose=${() => setOpen(false)} />`}</span
  >`;
}

/** How many run of how many may, everywhere or on one node; operators change the latter here. */
export function Instances({ queue, slots = queue, node }) {
  const [open, setOpen] = useState(false);
  const operator = useOperator();
  const text = html`<${Meter} value=${slots.running} of=${slots.instances} /><span
      >${count(slots.running)} / ${count(slots.instances)}</span
    >`;
  if (!operator) return text;
  return html`<button type="button" class="cell" onClick=${() => setOpen(true)} title="Change how many run at a time">
      ${text}<span class="hidden"> run: change the instances of ${queue.name}${node ? ` on ${node}` : ""}</span>
    </button>
    ${open && html`<${InstancesDialog} queue=${queue} node=${node} onClose=${() => setOpen(false)} />`}`;
}
