import { age } from "./time.js";

/** A due job that has waited this long makes its queue worth a look. */
const LONG_WAIT = 60;

/** Why somebody should look at a queue, the worst first: [{ rank, text }]; empty if it is well. */
export function reasons(queue) {
  const found = [];
  if (queue.failed_last_hour > 0) found.push({ rank: 0, kind: "bad", text: "failing" });
  if (queue.due > 0 && !queue.nodes) found.push({ rank: 1, kind: "bad", text: "no node serves it" });
  if (queue.paused) found.push({ rank: queue.due > 0 ? 2 : 4, kind: "off", text: "paused" });
  else if (queue.due > 0 && queue.oldest_seconds >= LONG_WAIT) {
    found.push({ rank: 3, kind: "warn", text: `oldest job waits ${age(queue.oldest_seconds * 1000)}` });
  }
  return found;
}

/** The queues that somebody should look at, the worst first. */
export function needing(queues) {
  return queues
    .map(queue => ({ queue, why: reasons(queue) }))
    .filter(({ why }) => why.length)
    .sort(
      (a, b) =>
        a.why[0].rank - b.why[0].rank ||
        b.queue.failed_last_hour - a.queue.failed_last_hour ||
        b.queue.due - a.queue.due ||
        a.queue.name.localeCompare(b.queue.name),
    );
}
