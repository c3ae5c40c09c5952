import { html } from "../lib/preact.js";

/** What is wrong with a text that has to be JSON, or null. */
export function jsonFault(text) {
  try {
    JSON.parse(text);
    return null;
  } catch (failure) {
    const position = /position (\d+)/.exec(failure.message)?.[1];
    if (position === undefined) return `This is no JSON: ${failure.message}`;
    const before = text.slice(0, Number(position)).split("\n");
    return `This is no JSON: look at line ${before.length}, column ${before.at(-1).length + 1}.`;
  }
}

/** A field of a form with its label, a hint, and the error that belongs to it. */
export function Field({ id, label, hint, error, children }) {
  return html`<div class="field ${error ? "wrong" : ""}">
    <label for=${id}>${label}</label>${children}
    ${error ? html`<p class="field-error" id="${id}-error" role="alert">${error}</p>` : hint && html`<p class="hint"
      id="${id}-hint">${hint}</p>`}
  </div>`;
}

/** What an input has to say about its hint and error. */
export const described = (id, error, hint) => ({
  id,
  "aria-invalid": error ? "true" : undefined,
  "aria-describedby": error ? `${id}-error` : hint ? `${id}-hint` : undefined,
});

export const JsonInput = ({ id, value, onInput, error, rows = 8 }) =>
  html`<textarea
    ...${described(id, error)}
    class="mono"
    rows=${rows}
    spellcheck=${false}
    value=${value}
    onInput=${event => onInput(event.target.value)}
  ></textarea>`;
