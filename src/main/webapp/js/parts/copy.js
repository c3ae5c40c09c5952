import { html, useState } from "../lib/preact.js";
import { Icon } from "./icons.js";

/** Copies a text, and says so. */
export function Copy({ text, label = "Copy", quiet = true }) {
  const [done, setDone] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === "function" ? text() : text);
      setDone("Copied");
    } catch {
      setDone("Not allowed here");
    }
    setTimeout(() => setDone(""), 1600);
  };
  return html`<button type="button" class=${quiet ? "quiet" : ""} onClick=${copy}>
    <${Icon} name=${done === "Copied" ? "completed" : "copy"} /><span role="status">${done || label}</span>
  </button>`;
}
