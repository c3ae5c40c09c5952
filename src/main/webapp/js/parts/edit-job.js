import { api } from "../lib/api.js";
import { Literal, pretty } from "../lib/json.js";
import { html, useState } from "../lib/preact.js";
import { fromLocal, toLocal } from "../lib/time.js";
import { Confirm } from "./confirm.js";
import { Field, JsonInput, described, jsonFault } from "./json-input.js";

/** Changes a job that does not run: its arguments, when it is due, its priority. Only what was changed is sent. */
export function EditJob({ job, onChanged, onClose }) {
  const hidden = job.arguments_hidden || Boolean(job.shortened?.arguments);
  const before = { text: pretty(job.arguments), due: toLocal(job.scheduled_at), priority: String(job.priority) };
  const [text, setText] = useState(before.text);
  const [due, setDue] = useState(before.due);
  const [priority, setPriority] = useState(before.priority);
  const fault = hidden ? null : jsonFault(text);
  const act = async () => {
    const body = {};
    if (text !== before.text) body.arguments = new Literal(text); // as it was typed
    if (due !== before.due && due) body.scheduled_at = fromLocal(due);
    if (priority !== before.priority) body.priority = Number(priority);
    onChanged(Object.keys(body).length ? await api.edit(job.id, body) : job);
  };
  return html`<${Confirm} title="Edit the job" label="Save" ready=${!fault} act=${act} onClose=${onClose}>
    ${!hidden && html`<${Field} id="edit-arguments" label="Arguments" error=${fault}><${JsonInput}
      id="edit-arguments" value=${text} onInput=${setText} error=${fault} /></${Field}>`}
    <div class="fields">
      <${Field} id="edit-due" label="Due"><input ...${described("edit-due")} type="datetime-local" step="1"
        value=${due} onInput=${event => setDue(event.target.value)} /></${Field}>
      <${Field} id="edit-priority" label="Priority" hint="From -100 to 100; higher runs first."><input
        ...${described("edit-priority", null, true)} type="number" min="-100" max="100" value=${priority}
        onInput=${event => setPriority(event.target.value)} /></${Field}>
    </div>
  </${Confirm}>`;
}
