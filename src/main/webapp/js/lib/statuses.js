/** gork's words in the order of a job's life, and what the console calls them. */
export const STATUSES = ["scheduled", "initialized", "completed", "failed", "canceled"];

/** No status of a row: it is gone. */
export const DELETED = "deleted";

/** What the console calls a status, and what its count is called in a queue. */
export const word = status => (status === "initialized" ? "running" : status);

export const finished = status => ["completed", "failed", "canceled"].includes(status);

/** What can be done with a job of this status. */
export const can = {
  run: status => ![DELETED, "initialized"].includes(status),
  cancel: status => status === "scheduled",
  remove: status => ![DELETED, "initialized"].includes(status),
  edit: status => status === "scheduled",
};

export const runLabel = status => (status === "completed" || status === "failed" ? "Run again" : "Run now");

/** Sums of the queues' counts, by status and "all". */
export function totals(queues) {
  const sums = Object.fromEntries(STATUSES.map(status => [status, 0]));
  for (const queue of queues) {
    for (const status of STATUSES) sums[status] += queue[word(status)] ?? 0;
  }
  return { ...sums, all: Object.values(sums).reduce((a, b) => a + b, 0) };
}
