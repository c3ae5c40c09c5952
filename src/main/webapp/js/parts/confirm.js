import { html, useState } from "../lib/preact.js";
import { Dialog } from "./dialog.js";
import { Trouble } from "./notice.js";

/** Asks before something is done; what goes wrong is shown in the dialog, which then stays. */
export function Confirm({ title, label, danger, leave = "Cancel", ready = true, act, onClose, children }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const go = async () => {
    if (!ready || busy) return;
    setBusy(true);
    setError(null);
    try {
      await act();
      onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  const footer = html` <button type="button" onClick=${onClose}>${leave}</button>
    <button type="submit" class=${danger ? "danger" : "primary"} disabled=${!ready || busy}>
      ${busy ? "Working…" : label}
    </button>`;
  return html`<${Dialog} title=${title} onClose=${onClose} onSubmit=${go} footer=${footer}>
    ${children}<${Trouble} error=${error} />
  </${Dialog}>`;
}
