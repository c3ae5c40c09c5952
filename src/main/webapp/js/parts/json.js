import { pretty } from "../lib/json.js";
import { html } from "../lib/preact.js";

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;
/** Above this many characters colours cost more than they help. */
const PLAIN = 60_000;

function coloured(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    if (match.index > from) parts.push(text.slice(from, match.index));
    const kind = string ? (colon ? "key" : "string") : "literal";
    parts.push(html`<span class="json-${kind}">${string ?? whole}</span>`, colon ?? "");
    from = match.index + whole.length;
  }
  parts.push(text.slice(from));
  return parts;
}

/** Formatted JSON. It goes into the page as text, whatever it says. */
export function Json({ value, label }) {
  const text = pretty(value);
  return html`<pre class="json" tabindex="0" role="region" aria-label=${label}>
${text.length > PLAIN ? text : coloured(text)}</pre>`;
}
