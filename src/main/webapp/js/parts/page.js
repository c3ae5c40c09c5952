import { html, useEffect, useRef } from "../lib/preact.js";
import { LiveButton } from "./live.js";

/** A page's title and what can be done on it. A new page takes the focus, so that it is read out. */
export function PageHead({ title, name = title, children }) {
  const heading = useRef(null);
  useEffect(() => {
    document.title = `${name} · gork`;
    if (document.body.dataset.arrived) heading.current.focus({ preventScroll: true });
    document.body.dataset.arrived = "yes";
  }, [name]);
  return html`<header class="page-head">
    <h1 ref=${heading} tabindex="-1">${title}</h1>
    <div class="page-actions"><${LiveButton} />${children}</div>
  </header>`;
}

/** A titled box. */
export const Panel = ({ title, note, actions, children, flush, className = "" }) =>
  html` <section class="panel ${flush ? "flush" : ""} ${className}">
    ${
      title &&
      html`<header>
        <h2>${title}</h2>
        ${note && html`<small>${note}</small>`}<span class="push">${actions}</span>
      </header>`
    }
    ${children}
  </section>`;

/** A table that scrolls sideways where it must, with keys as well. */
export const Scroll = ({ label, children }) =>
  html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>${children}</div>`;
