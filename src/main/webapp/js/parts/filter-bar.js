import { argumentsFault } from "../lib/filters.js";
import { useKeys } from "../lib/keys.js";
import { queues, queuesLeftOut } from "../lib/live.js";
import { me } from "../lib/me.js";
import { html, useEffect, useRef, useState } from "../lib/preact.js";
import { useStore } from "../lib/store.js";
import { fromLocal, toLocal } from "../lib/time.js";
import { Icon } from "./icons.js";

const PAUSE = 250;
const MORE = ["arguments", "node", "from", "to"];

/** A text that is searched for once the typing pauses. */
function Typed({ value, onChange, fault, inputRef, ...rest }) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const timer = useRef(null);
  const latest = useRef(onChange); // the filter may have changed while somebody typed
  latest.current = onChange;
  useEffect(() => {
    if (value !== told.current) setText((told.current = value));
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = next => {
    if (fault?.(next)) return;
    told.current = next;
    latest.current(next);
  };
  const type = event => {
    const next = event.target.value;
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tell(next.trim()), PAUSE);
  };
  const problem = fault?.(text);
  return html`<input
    ...${rest}
    ref=${inputRef}
    value=${text}
    onInput=${type}
    autocomplete="off"
    spellcheck=${false}
    aria-invalid=${problem ? "true" : null}
    title=${problem}
  />`;
}

function QueueSelect({ value, onChange }) {
  const list = useStore(queues) ?? [];
  const names = list.map(({ name }) => name);
  if (useStore(queuesLeftOut))
    return html`<${Typed} aria-label="Queue" placeholder="All queues" list="filter-queues" value=${value ?? ""}
      onChange=${onChange} /><datalist id="filter-queues">${names.map(
        name => html`<option key=${name} value=${name}></option>`,
      )}</datalist>`;
  if (value && !names.includes(value)) names.unshift(value);
  return html`<select aria-label="Queue" value=${value} onChange=${event => onChange(event.target.value)}>
    <option value="">All queues</option>
    ${names.map(name => html`<option key=${name} value=${name} selected=${name === value}>${name}</option>`)}
  </select>`;
}

function More({ filter, change }) {
  const database = useStore(me)?.database;
  return html`<div class="filters-more">
    <label
      >Arguments contain
      <${Typed}
        class="mono"
        placeholder=${database === "h2" ? "only on PostgreSQL" : '{"order": 8812}'}
        disabled=${database === "h2"}
        value=${filter.arguments ?? ""}
        fault=${argumentsFault}
        onChange=${text => change({ arguments: text })}
    /></label>
    <label
      >Node <${Typed} value=${filter.node ?? ""} placeholder="its name or id" onChange=${text => change({ node: text })}
    /></label>
    <label
      >Created from
      <input
        type="datetime-local"
        step="1"
        value=${toLocal(filter.from)}
        onChange=${event => change({ from: fromLocal(event.target.value) })}
    /></label>
    <label
      >until
      <input
        type="datetime-local"
        step="1"
        value=${toLocal(filter.to)}
        onChange=${event => change({ to: fromLocal(event.target.value) })}
    /></label>
  </div>`;
}

/** What to look for; every change goes into the address. */
export function FilterBar({ filter, change, clear }) {
  const used = MORE.filter(name => filter[name]).length;
  const [open, setOpen] = useState(used > 0);
  const search = useRef(null);
  useKeys({ "/": () => search.current?.focus() });
  const any = used || filter.q || filter.queue;
  return html`<div class="filters" role="search">
    <div class="filters-row">
      <span class="search"
        ><${Icon} name="search" /><${Typed}
          inputRef=${search}
          type="search"
          placeholder="Part of an id"
          aria-label="Part of an id"
          class="mono"
          value=${filter.q ?? ""}
          onChange=${text => change({ q: text })}
      /></span>
      <${QueueSelect} value=${filter.queue ?? ""} onChange=${queue => change({ queue })} />
      <button type="button" aria-expanded=${open} onClick=${() => setOpen(!open)}>
        More filters${used ? ` (${used})` : ""}
      </button>
      ${any ? html`<button type="button" class="quiet" onClick=${clear}><${Icon} name="close" size="12"
        />Clear</button>` : null}
    </div>
    ${open && html`<${More} filter=${filter} change=${change} />`}
  </div>`;
}
