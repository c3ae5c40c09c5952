import { liveState, pauseLive, trouble } from "../lib/live.js";
import { html } from "../lib/preact.js";
import { useStore } from "../lib/store.js";

const WORDS = {
  connecting: ["connecting", "Connecting to the server"],
  live: ["live", "Changes are shown as they happen. Click to pause."],
  polling: ["polling", "No event stream: the page asks every four seconds. Click to pause."],
  paused: ["paused", "Nothing is updated. Click to go on."],
  away: ["no answer", "The server does not answer; the page tries again every four seconds."],
};

/** Says how fresh the page is, and stops or resumes that. */
export function LiveButton() {
  const state = useStore(liveState);
  const [word, meaning] = WORDS[state];
  return html`<button
    type="button"
    class="quiet live ${state}"
    aria-pressed=${state === "paused"}
    title=${meaning}
    aria-label="Updates: ${word}. ${state === "paused" ? "Resume" : "Pause"}"
    onClick=${() => pauseLive(state !== "paused")}
  >
    <i></i>${word}
  </button>`;
}

/** Over every page while the server is away. */
export function AwayNotice() {
  const state = useStore(liveState);
  const error = useStore(trouble);
  if (state !== "away" || !error) return null;
  return html`<div class="notice bad away" role="alert">
    <p><strong>No answer.</strong> ${error.message} Showing the last known state.</p>
  </div>`;
}
