import { html, useEffect, useRef } from "../lib/preact.js";
import { Icon } from "./icons.js";

let counter = 0;

/** A modal dialog: the browser keeps the focus in it and gives it back afterwards. */
export function Dialog({ title, onClose, onSubmit, children, footer, wide }) {
  const element = useRef(null);
  const id = useRef(`dialog-${++counter}`).current;
  useEffect(() => {
    const opener = document.activeElement;
    const dialog = element.current;
    dialog.showModal();
    (
      dialog.querySelector(".dialog-body :is(input, select, textarea)") ?? dialog.querySelector("footer button")
    )?.focus();
    return () => {
      dialog.close();
      if (opener?.isConnected) opener.focus();
    };
  }, []);
  const submit = event => {
    event.preventDefault();
    onSubmit?.();
  };
  return html`<dialog
    ref=${element}
    class=${wide ? "wide" : ""}
    aria-labelledby=${id}
    onCancel=${event => {
      event.preventDefault();
      onClose();
    }}
    onMouseDown=${event => event.target === element.current && onClose()}
  >
    <form onSubmit=${submit} novalidate>
      <header>
        <h2 id=${id}>${title}</h2>
        <button type="button" class="quiet square" aria-label="Close" onClick=${onClose}>
          <${Icon} name="close" />
        </button>
      </header>
      <div class="dialog-body">${children}</div>
      ${footer && html`<footer>${footer}</footer>`}
    </form>
  </dialog>`;
}
