import { html, useLayoutEffect, useRef } from "../lib/preact.js";
import { word } from "../lib/statuses.js";
import { Icon } from "./icons.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** A job's status: a word, an icon and a colour. It lights up once when it changes. */
export function Status({ status }) {
  const element = useRef(null);
  const before = useRef(status);
  useLayoutEffect(() => {
    if (before.current !== status && !still.matches) {
      element.current.animate([{ boxShadow: "0 0 0 3px currentColor" }, { boxShadow: "0 0 0 3px transparent" }], {
        duration: 900,
        easing: "ease-out",
      });
    }
    before.current = status;
  }, [status]);
  return html`<span class="status ${status}" ref=${element}><${Icon} name=${status} />${word(status)}</span>`;
}

/** A mark of the same form for what is no job's status. */
export const Mark = ({ kind, icon, children, title }) =>
  html`<span class="status ${kind}" title=${title}>${icon && html`<${Icon} name=${icon} />`}${children}</span>`;
