const whole = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** 1,204,331 */
export const count = n => (n === null || n === undefined ? "–" : whole.format(n));

/** A number that was counted so far and no further: "10,000+". */
export const atLeast = (n, capped) => `${count(n)}${capped ? "+" : ""}`;

/** 1.2M, for where there is little room. */
export const compact = n => (n === null || n === undefined ? "" : short.format(n));

/** Jobs per second: 4,812 or 1.2 or 0.02. */
export function rate(n) {
  if (n === null || n === undefined) return "–";
  if (n === 0) return "0";
  if (n < 0.005) return "< 0.01";
  return n < 10 ? String(Number(n.toFixed(n < 1 ? 2 : 1))) : whole.format(Math.round(n));
}

/** "1 job", "1,234 jobs", "at least 10,000 jobs". */
export function jobs(n, capped = false) {
  return `${capped ? "at least " : ""}${count(n)} ${n === 1 ? "job" : "jobs"}`;
}

/** A size in decimal units: 812 B, 250 kB, 1.2 MB. */
export function bytes(n) {
  if (n < 1000) return `${n} B`;
  return n < 1_000_000 ? `${Math.round(n / 1000)} kB` : `${(n / 1_000_000).toFixed(1)} MB`;
}
