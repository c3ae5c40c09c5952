import { api, home } from "../lib/api.js";
import { Literal, optionsOf, pretty, toNanos, toSeconds } from "../lib/json.js";
import { queues, queuesLeftOut } from "../lib/live.js";
import { me } from "../lib/me.js";
import { html, useEffect, useState } from "../lib/preact.js";
import { href } from "../lib/router.js";
import { useStore } from "../lib/store.js";
import { fromLocal, zone } from "../lib/time.js";
import { Field, JsonInput, described, jsonFault } from "../parts/json-input.js";
import { Empty, Trouble } from "../parts/notice.js";
import { PageHead, Panel } from "../parts/page.js";

const BLANK = {
  queue: "",
  id: "",
  arguments: "{}",
  when: "now",
  in: "60",
  at: "",
  priority: "0",
  retries: "",
  interval: "",
  backoff: "fixed",
  most: "3600",
  left: "",
};
const OPTION_FIELDS = { max_retries: "retries", retry_interval: "interval", retry_max_interval: "most" };

/** When: from now on by the database's clock, which the browser's need not agree with; or at a time of the viewer's zone. */
const due = form => ({
  delay_seconds: form.when === "in" ? Number(form.in) : undefined,
  scheduled_at: form.when === "at" && form.at ? fromLocal(form.at) : undefined,
});

function options(form) {
  const chosen = {};
  if (form.retries !== "") chosen.max_retries = Number(form.retries);
  if (form.interval !== "") {
    chosen.retry_interval = toNanos(form.interval);
    if (form.backoff === "exponential")
      Object.assign(chosen, { backoff: "exponential", retry_max_interval: toNanos(form.most) });
  }
  return Object.keys(chosen).length ? chosen : undefined;
}

const request = form => ({
  queue: form.queue.trim(),
  id: form.id.trim() || undefined,
  arguments: new Literal(form.arguments), // as it was typed
  ...due(form),
  priority: Number(form.priority) || undefined,
  options: options(form),
});

/** What of another job a form has no field for. */
function leftOut(job, options) {
  const left = options.map(name => `the option ${name}`);
  if (job.shortened?.arguments) left.unshift("the arguments, which are too long");
  return left.join(", ");
}

/** A form that begins with what another job was given. */
function formOf(job) {
  const { max_retries: retries, retry_interval: interval, retry_max_interval: most, backoff, ...more } = optionsOf(job);
  const given = (value, otherwise, shown) => (value === undefined || value === null ? otherwise : shown(value));
  return {
    ...BLANK,
    queue: job.queue,
    arguments: job.arguments_hidden || job.shortened?.arguments ? "{}" : pretty(job.arguments),
    priority: String(job.priority),
    retries: given(retries, "", String),
    interval: given(interval, "", toSeconds),
    backoff: backoff ?? "fixed",
    most: given(most, given(interval, BLANK.most, toSeconds), toSeconds),
    left: leftOut(job, Object.keys(more)),
  };
}

/** The demo has a page of gork's own examples; nothing else has those two queues. */
function useDemo(list) {
  const [demo, setDemo] = useState(false);
  const likely = ["increase", "lowerize"].every(name => list?.some(queue => queue.name === name));
  useEffect(() => {
    if (likely)
      fetch(new URL("demo.html", home), { method: "HEAD" }).then(
        answer => setDemo(answer.ok && !answer.redirected),
        () => null,
      );
  }, [likely]);
  return demo;
}

function Text({ id, label, hint, form, set, errors, ...rest }) {
  const error = errors[id];
  return html`<${Field} id=${id} label=${label} hint=${hint} error=${error}><input ...${described(id, error, hint)}
    ...${rest} value=${form[id]} onInput=${event => set(id, event.target.value)} /></${Field}>`;
}

function When({ form, set, errors }) {
  const choice = (value, label) =>
    html`<label class="check"
      ><input
        type="radio"
        name="when"
        value=${value}
        checked=${form.when === value}
        onChange=${() => set("when", value)}
      />
      ${label}</label
    >`;
  return html`<fieldset>
    <legend>Due</legend>
    <div class="choices">${choice("now", "Now")}${choice("in", "In a while")}${choice("at", "At a time")}</div>
    ${form.when === "in" && html`<${Text} id="in" label="Seconds from now" type="number" min="0" form=${form}
      set=${set} errors=${errors} />`}
    ${form.when === "at" && html`<${Text} id="at" label="Time in ${zone}" type="datetime-local" step="1" form=${form}
      set=${set} errors=${errors} />`}
  </fieldset>`;
}

function Retries(props) {
  const { form, set } = props;
  return html`<details class="more" open=${Boolean(form.retries || form.interval || Number(form.priority))}>
    <summary>Retries and priority</summary><div class="fields">
    <${Text} id="retries" label="Retries" hint="Empty: as the queue says." type="number" min="0" max="10000"
      ...${props} />
    <${Text} id="interval" label="Seconds between them" hint="Empty: as the queue says." type="number" min="0"
      step="any" ...${props} />
    <${Field} id="backoff" label="Interval"><select id="backoff" disabled=${form.interval === ""}
      value=${form.backoff} onChange=${event => set("backoff", event.target.value)}>
      <option value="fixed" selected=${form.backoff === "fixed"}>always the same</option><option value="exponential"
        selected=${form.backoff === "exponential"}>doubling</option></select></${Field}>
    ${form.backoff === "exponential" && form.interval !== "" && html`<${Text} id="most" label="At most, in seconds"
      type="number" min="0" step="any" ...${props} />`}
    <${Text} id="priority" label="Priority" hint="From -100 to 100; higher runs first." type="number" min="-100"
      max="100" ...${props} />
  </div></details>`;
}

/** Puts an error of the server at the field that it names. */
function errorsOf(failure, form) {
  if (!failure?.field) return {};
  const field = failure.field.replace("options.", "");
  const name = ["scheduled_at", "delay", "delay_seconds"].includes(field) ? (form.when === "in" ? "in" : "at") : (OPTION_FIELDS[field] ?? field);
  return name in BLANK ? { [name]: failure.message } : {};
}

function useForm(query) {
  const [form, setForm] = useState({ ...BLANK, queue: query.queue ?? "" });
  const [state, setState] = useState({ created: null, failure: null, busy: false });
  useEffect(() => {
    if (query.from)
      api.job(query.from).then(
        job => setForm(formOf(job)),
        failure => setState(old => ({ ...old, failure })),
      );
  }, [query.from]);
  const set = (name, value) => {
    setForm(old => ({ ...old, [name]: value }));
    setState(old => ({ ...old, failure: null }));
  };
  const submit = async event => {
    event.preventDefault();
    setState({ created: null, failure: null, busy: true });
    try {
      setState({ created: await api.create(request(form)), failure: null, busy: false });
      setForm(old => ({ ...old, id: "" }));
    } catch (failure) {
      setState({ created: null, failure, busy: false });
    }
  };
  return { form, set, submit, ...state };
}

/** Makes a job by hand; a form that begins with another job is another form. */
export function CreatePage({ query }) {
  return html`<${Create} key=${query.from} query=${query} />`;
}

function Create({ query }) {
  const operator = useStore(me).operator;
  const list = useStore(queues);
  const demo = useDemo(list);
  const { form, set, submit, created, failure, busy } = useForm(query);
  const queuesHidden = useStore(queuesLeftOut);
  if (!operator)
    return html`<${PageHead} title="Create a job" /><${Panel}><${Empty}
      title="You may look, but not create jobs.">That needs the role <code>gork-operator</code>.</${Empty}>
      </${Panel}>`;
  const fault = jsonFault(form.arguments);
  const errors = { ...errorsOf(failure, form), ...(fault ? { arguments: fault } : {}) };
  const placed = failure && Object.values(errors).includes(failure.message);
  const props = { form, set, errors };
  const unserved = form.queue && list && !queuesHidden && !list.some(({ name, nodes }) => name === form.queue.trim() && nodes);
  return html`<${PageHead} title="Create a job">${demo && html`<a class="button"
    href="demo.html">gork's own examples</a>`}</${PageHead}>
    <${Panel} className="form"><form onSubmit=${submit}>
      ${
        created &&
        html`<div class="notice good" role="status">
          <p>
            Created <a href=${href(["jobs", created.id])}><code>${created.id}</code></a
            >.
          </p>
        </div>`
      }
      ${form.left && html`<div class="notice"><p>Not taken over: ${form.left}.</p></div>`}
      ${failure && !placed && html`<${Trouble} error=${failure} />`}
      <div class="fields">
        <${Text} id="queue" label="Queue" required maxlength="200" list="queue-names" autocomplete="off"
          hint=${unserved ? "No node serves this queue now: the job will wait for one." : "1 to 200 characters."}
          ...${props} />
        <${Text} id="id" label="Id" maxlength="255" autocomplete="off" spellcheck=${false}
          hint="Empty: a new one, in order of time." ...${props} />
      </div>
      <datalist id="queue-names">${(list ?? []).map(({ name }) => html`<option key=${name} value=${name}></option>`)}
        </datalist>
      <${Field} id="arguments" label="Arguments, in JSON" error=${errors.arguments}><${JsonInput} id="arguments"
        value=${form.arguments} error=${errors.arguments} onInput=${text => set("arguments", text)} /></${Field}>
      <${When} ...${props} /><${Retries} ...${props} />
      <p class="submit"><button type="submit" class="primary"
        disabled=${busy || Boolean(fault) || !form.queue.trim()}>${busy ? "Creating…" : "Create"}</button></p>
    </form></${Panel}>`;
}
