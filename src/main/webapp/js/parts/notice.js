import { html } from "../lib/preact.js";
import { Icon } from "./icons.js";

/** What went wrong, where it happened. */
export function Trouble({ error, onRetry }) {
  if (!error) return null;
  return html`<div class="notice bad" role="alert">
    <${Icon} name="warning" size="15" />
    <p><strong>${error.title ?? "That did not work"}</strong> ${error.message}</p>
    ${onRetry && html`<button type="button" onClick=${onRetry}>Try again</button>`}
  </div>`;
}

/** Nothing to see, and what to do about it. */
export const Empty = ({ title, children }) =>
  html`<div class="empty">
    <p class="empty-title">${title}</p>
    <p>${children}</p>
  </div>`;

/** Keeps the room of what is about to come. */
export const Waiting = ({ rows = 6 }) =>
  html`<div class="waiting" role="status">
    <span class="hidden">Loading</span> ${Array.from({ length: rows }, (_, i) => html`<i key=${i}></i>`)}
  </div>`;
