import { useEffect } from "./preact.js";

const key = "gork.keys";

/** Single letters do something unless the viewer has turned them off. */
export function lettersOn() {
  try {
    return localStorage.getItem(key) !== "off";
  } catch {
    return true;
  }
}

export function setLetters(on) {
  try {
    localStorage.setItem(key, on ? "on" : "off");
  } catch {
    /* then they stay as they are */
  }
}

const handlers = new Set();
let prefix = "";
let forget;

/** Keys of a component: { "g q": () => …, "/": () => … }. */
export function useKeys(keys) {
  useEffect(() => {
    const handler = name => keys[name];
    handlers.add(handler);
    return () => handlers.delete(handler);
  });
}

function typing(target) {
  return target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]") || !lettersOn()) return;
  const name = prefix + event.key;
  clearTimeout(forget);
  prefix = "";
  // The newest component first: a page may mean something else by a key than the frame around it.
  const action = [...handlers]
    .reverse()
    .map(handler => handler(name))
    .find(Boolean);
  if (action) {
    event.preventDefault();
    action();
  } else if (event.key === "g") {
    prefix = "g ";
    forget = setTimeout(() => (prefix = ""), 1200);
  }
});
