import { html } from "../lib/preact.js";
import { age, between, exact, moment, relative, stamp, useNow } from "../lib/time.js";

/** "3 s ago", ticking; the exact instant on hover. */
export function Ago({ at, before = "" }) {
  const now = useNow();
  return at ? html`<time datetime=${at} title=${exact(at)}>${before}${relative(at, now)}</time>` : "–";
}

/** How long it has been going on: "3 s", ticking. */
export function Since({ at }) {
  const now = useNow();
  return at ? html`<time datetime=${at} title=${exact(at)}>${age(between(at, now))}</time>` : "–";
}

/** Time of day, with the day if it is another one. */
export function At({ at, millis = false }) {
  return at ? html`<time datetime=${at} title=${exact(at)}>${millis ? stamp(at) : moment(at)}</time>` : "–";
}

/** A time in full: of day, and how long ago. */
export function Instant({ at }) {
  return at ? html`<${At} at=${at} /> <span class="dim">(<${Ago} at=${at} />)</span>` : "–";
}
