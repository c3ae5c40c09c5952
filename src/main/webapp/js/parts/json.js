import { html } from "../lib/preact.js";

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;
/** Above this many characters colours cost more than they help. */
const PLAIN = 60_000;

/** Characters that turn the direction of what follows, and so could make a text look like another one. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export const pretty = value =>
  JSON.stringify(value, null, 2).replace(TURNING, found => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);

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
