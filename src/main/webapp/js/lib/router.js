import { store, useStore } from "./store.js";

/**
 * Where the viewer is: '#/jobs/some%2Fid?tab=x' is the parts ["jobs", "some/id"] and the query.
 * The part after '#' never reaches the server, so that every page can be reloaded without the server knowing it.
 */
export function parse(hash) {
  const text = hash.replace(/^#\/?/, "");
  const mark = text.indexOf("?");
  const path = mark < 0 ? text : text.slice(0, mark);
  const query = Object.fromEntries(new URLSearchParams(mark < 0 ? "" : text.slice(mark + 1)));
  return { parts: path.split("/").filter(Boolean).map(decode), query, hash };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // an address that someone typed
  }
}

/** The address of a page: href(["jobs", id], { tab: "x" }). */
export function href(parts, query = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== "" && value !== null && value !== undefined) search.set(name, value);
  }
  const text = search.toString();
  return `#/${parts.map(encodeURIComponent).join("/")}${text ? `?${text}` : ""}`;
}

const route = store(parse(location.hash));
addEventListener("hashchange", () => route.set(parse(location.hash)));
addEventListener("popstate", () => location.hash !== route.get().hash && route.set(parse(location.hash)));

export const useRoute = () => useStore(route);
export const currentRoute = () => route.get();

export function go(address) {
  location.hash = address;
}

/** The same page with other settings: no step of its own for the back button. */
export function replace(address) {
  if (address === location.hash) return;
  history.replaceState(null, "", address);
  route.set(parse(address));
}
