import { word } from "./statuses.js";

/** What the jobs can be filtered by: the names are the API's and the address's. */
export const FILTERS = ["queue", "status", "q", "arguments", "node", "from", "to"];

/** The filter of an address, without what is empty. */
export function filterOf(query) {
  return Object.fromEntries(FILTERS.filter(name => query[name]).map(name => [name, query[name]]));
}

/** Whether the queues' own counts tell how many jobs there are of each status. */
export const countable = filter => !["q", "arguments", "node", "from", "to"].some(name => filter[name]);

/** A filter in words: "status failed, queue mail". */
export function inWords(filter) {
  const words = { q: "id contains", arguments: "arguments contain", from: "created from", to: "created until" };
  const said = Object.entries(filter).map(
    ([name, value]) => `${words[name] ?? name} ${name === "status" ? word(value) : value}`,
  );
  return said.length ? said.join(", ") : "all jobs";
}

/** Why arguments cannot be searched for, or null. */
export function argumentsFault(text) {
  if (!text) return null;
  try {
    JSON.parse(text);
    return null;
  } catch {
    return 'JSON is needed, such as {"order": 8812}';
  }
}
