import { rate } from "../lib/numbers.js";
import { html } from "../lib/preact.js";

const WIDTH = 84;
const HEIGHT = 22;

/** A line without axes; its numbers are said and shown on hover. */
export function Spark({ values, bad }) {
  if (!values?.length) return html`<span class="spark"></span>`;
  const max = Math.max(...values, 0.001);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map(
    (value, i) => `${(i * step).toFixed(1)} ${(HEIGHT - 2 - (value / max) * (HEIGHT - 4)).toFixed(1)}`,
  );
  const text = `Last 5 minutes: up to ${rate(max)} per second, now ${rate(values.at(-1))}`;
  return html`<svg
    class="spark ${bad ? "bad" : ""}"
    width=${WIDTH}
    height=${HEIGHT}
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-label=${text}
  >
    <title>${text}</title>
    <path class="area" d="M0 ${HEIGHT} L${points.join(" L")} L${WIDTH} ${HEIGHT}Z" />
    <path class="line" d="M${points.join(" L")}" />
  </svg>`;
}

/** How much of something is in use. */
export function Meter({ value, of }) {
  const share = of ? Math.min(1, value / of) : 0;
  return html`<svg class="meter ${share === 1 ? "full" : ""}" width="44" height="6" aria-hidden="true">
    <rect width="44" height="6" rx="3" />
    <rect class="used" width=${Math.round(share * 44)} height="6" rx="3" />
  </svg>`;
}
