import { lettersOn, setLetters } from "../lib/keys.js";
import { html, useState } from "../lib/preact.js";
import { Dialog } from "./dialog.js";

const keysOf = pages => [
  [
    "Anywhere",
    [
      ...pages.map(({ key, title }) => [`g ${key}`, title]),
      ["p", "Pause or resume updates"],
      ["t", "Light or dark"],
      ["?", "This list"],
    ],
  ],
  [
    "Lists",
    [
      ["/", "Search"],
      ["j  k", "Next, previous row"],
      ["Enter", "Open the row"],
      ["x", "Select the row"],
      ["Esc", "Clear the selection"],
      ["n  b", "Older page, back"],
      [".", "Load again"],
    ],
  ],
  [
    "A job",
    [
      ["r", "Run"],
      ["c", "Cancel"],
      ["e", "Edit"],
      ["y", "Copy as JSON"],
    ],
  ],
];

/** The keys, and a switch for those who do not want them. */
export function Help({ pages, onClose }) {
  const [on, setOn] = useState(lettersOn());
  const change = event => {
    setLetters(event.target.checked);
    setOn(event.target.checked);
  };
  return html`<${Dialog} title="Keyboard" onClose=${onClose} wide>
    <div class="keys">
      ${keysOf(pages).map(
        ([title, keys]) =>
          html`<section key=${title}>
            <h3>${title}</h3>
            <dl>
              ${keys.map(
                ([key, meaning]) =>
                  html`<div key=${key}>
                    <dt>
                      ${key
                        .split(" ")
                        .filter(Boolean)
                        .map(k => html`<kbd>${k}</kbd> `)}
                    </dt>
                    <dd>${meaning}</dd>
                  </div>`,
              )}
            </dl>
          </section>`,
      )}
    </div>
    <label class="check"><input type="checkbox" checked=${on} onChange=${change} /> Single keys do these things</label>
  </${Dialog}>`;
}
