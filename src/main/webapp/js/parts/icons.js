import { html } from "../lib/preact.js";

const svg = (body, size = 14) =>
  html` <svg
    class="icon"
    width=${size}
    height=${size}
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.7"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    ${body}
  </svg>`;

const shapes = {
  scheduled: () => html`<circle cx="8" cy="8" r="5.9" /><path d="M8 4.8V8l2.2 1.6" />`,
  initialized: () =>
    html`<circle cx="8" cy="8" r="5.9" opacity=".35" /><path d="M8 2.1a5.9 5.9 0 0 1 5.9 5.9" />
      <circle cx="8" cy="8" r="1.6" fill="currentColor" stroke="none" />`,
  completed: () => html`<path d="M3 8.6l3.3 3.2L13 4.6" stroke-width="2" />`,
  failed: () => html`<path d="M4 4l8 8M12 4l-8 8" stroke-width="2" />`,
  canceled: () => html`<circle cx="8" cy="8" r="5.9" /><path d="M4 12l8-8" />`,
  paused: () => html`<path d="M5.5 3.5v9M10.5 3.5v9" stroke-width="2.2" />`,
  warning: () =>
    html`<path d="M8 2.2L14.4 13.4H1.6z" /><path d="M8 6.4v3.2" /><path d="M8 11.6v.1" stroke-width="2" />`,
  retried: () => html`<path d="M13 8a5 5 0 1 1-1.6-3.7" /><path d="M13.2 2v3.2H10" />`,
  released: () => html`<path d="M6 4L2.6 7.4 6 10.8" /><path d="M3 7.4h6.4a3.4 3.4 0 0 1 0 6.8H8" />`,
  rescued: () =>
    html`<circle cx="8" cy="8" r="5.9" /><circle cx="8" cy="8" r="2.4" /><path
        d="M3.9 3.9l2.3 2.3M12.1 3.9L9.8 6.2M3.9 12.1l2.3-2.3M12.1 12.1L9.8 9.8"
      />`,
  copy: () =>
    html`<rect x="5.5" y="5.5" width="8" height="8" rx="1.5" /><path
        d="M10.5 3v-.2A1.3 1.3 0 0 0 9.2 1.5H3.3A1.3 1.3 0 0 0 2 2.8v5.9A1.3 1.3 0 0 0 3.3 10h.2"
      />`,
  deleted: () => html`<path d="M3 4.5h10M6 4.2V2.8h4v1.4M4.6 4.5l.6 8.7h5.6l.6-8.7" />`,
  close: () => html`<path d="M4 4l8 8M12 4l-8 8" />`,
  sun: () =>
    html`<circle cx="8" cy="8" r="2.9" /><path
        d="M8 1.4v1.4M8 13.2v1.4M1.4 8h1.4M13.2 8h1.4M3.3 3.3l1 1M11.7 11.7l1 1M3.3 12.7l1-1M11.7 4.3l1-1"
      />`,
  moon: () => html`<path d="M13.2 9.7A5.7 5.7 0 0 1 6.3 2.8a5.7 5.7 0 1 0 6.9 6.9z" />`,
  keys: () =>
    html`<rect x="1.5" y="4" width="13" height="8.5" rx="1.6" /><path
        d="M4.2 6.7h.1M7 6.7h.1M9.8 6.7h.1M12 6.7h.1M5 9.8h6"
      />`,
  out: () =>
    html`<path d="M6.5 2.5H3.8A1.3 1.3 0 0 0 2.5 3.8v8.4a1.3 1.3 0 0 0 1.3 1.3h2.7M10.5 11l3-3-3-3M13.2 8H6.5" />`,
  play: () => html`<path d="M5 3.2v9.6L12.6 8z" />`,
  search: () => html`<circle cx="7" cy="7" r="4.4" /><path d="M10.4 10.4l3.4 3.4" />`,
  chevron: () => html`<path d="M6 3.5L10.5 8 6 12.5" />`,
  plus: () => html`<path d="M8 3v10M3 8h10" />`,
};

/** A drawing beside a word, never instead of one. */
export const Icon = ({ name, size }) => svg(shapes[name]?.() ?? null, size);
