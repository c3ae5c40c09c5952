import { html } from "../lib/preact.js";

const UNIQUE = /-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{8}([0-9a-f]{4})$/;

/** Which node: its name and the end of what makes its id unique; the whole id on hover. */
export const NodeName = ({ id }) => html`<code title=${id}>${id.replace(UNIQUE, "…$1")}</code>`;
