import { api, signIn } from "../lib/api.js";
import { useKeys } from "../lib/keys.js";
import { liveState, pauseLive, queues } from "../lib/live.js";
import { me } from "../lib/me.js";
import { compact, count } from "../lib/numbers.js";
import { html, useEffect, useState } from "../lib/preact.js";
import { go } from "../lib/router.js";
import { totals } from "../lib/statuses.js";
import { useStore } from "../lib/store.js";
import { zone } from "../lib/time.js";
import { BulkTray } from "./bulk-tray.js";
import { Help } from "./help.js";
import { Icon } from "./icons.js";
import { AwayNotice } from "./live.js";

const LINKS = [
  ["Overview", ""],
  ["Queues", "queues"],
  ["Jobs", "jobs"],
  ["Nodes", "nodes"],
];

function useTheme() {
  const [theme, setTheme] = useState(window.gorkTheme.current());
  useEffect(() => {
    const changed = event => setTheme(event.detail);
    addEventListener("gork-theme", changed);
    return () => removeEventListener("gork-theme", changed);
  }, []);
  return theme;
}

async function signOut() {
  try {
    await api.signOut();
  } finally {
    location.assign("login.html");
  }
}

function Menu({ page }) {
  const list = useStore(queues);
  const viewer = useStore(me);
  const numbers = {
    queues: list ? [compact(list.length), count(list.length)] : [],
    jobs: list ? [compact(totals(list).all), count(totals(list).all)] : [],
    nodes: viewer ? [compact(viewer.node_count), count(viewer.node_count)] : [],
  };
  return html`<ul class="menu">
    ${LINKS.map(
      ([label, path]) =>
        html` <li key=${path}>
          <a href="#/${path}" aria-current=${page === path ? "page" : null}
            >${label} ${numbers[path]?.[0] && html`<small title=${numbers[path][1]}>${numbers[path][0]}</small>`}</a
          >
        </li>`,
    )}
    ${viewer?.operator && html`<li><a href="#/create"
      aria-current=${page === "create" ? "page" : null}>Create a job</a></li>`}
  </ul>`;
}

function Foot({ onHelp }) {
  const viewer = useStore(me);
  const theme = useTheme();
  return html`<div class="foot">
    ${
      viewer &&
      html`<p class="who">
          <strong>${viewer.name}</strong>
          <small>${viewer.operator ? "operator" : "viewer: you may look, changing needs the role gork-operator"}</small>
        </p>
        <p class="facts">
          <small>${viewer.database} · times in ${zone}<br />gork ${viewer.version}</small>
        </p>`
    }
    <div class="tools">
      <button
        type="button"
        class="quiet square"
        onClick=${() => window.gorkTheme.toggle()}
        aria-label=${theme === "dark" ? "Light colours" : "Dark colours"}
        title=${theme === "dark" ? "Light colours (t)" : "Dark colours (t)"}
      >
        <${Icon} name=${theme === "dark" ? "sun" : "moon"} size="16" />
      </button>
      <button type="button" class="quiet square" onClick=${onHelp} aria-label="Keyboard" title="Keyboard (?)">
        <${Icon} name="keys" size="16" />
      </button>
      <button type="button" class="quiet square" onClick=${signOut} aria-label="Sign out" title="Sign out">
        <${Icon} name="out" size="16" />
      </button>
    </div>
  </div>`;
}

/** The frame around every page: menu, keys, what runs in the background. */
export function Shell({ page, children }) {
  const [help, setHelp] = useState(false);
  const operator = useStore(me)?.operator;
  useKeys({
    "g o": () => go("#/"),
    "g q": () => go("#/queues"),
    "g j": () => go("#/jobs"),
    "g n": () => go("#/nodes"),
    "g c": operator ? () => go("#/create") : undefined,
    p: () => pauseLive(liveState.get() !== "paused"),
    t: () => window.gorkTheme.toggle(),
    "?": () => setHelp(true),
  });
  const skip = event => {
    event.preventDefault(); // the part after '#' is the page's address
    document.getElementById("main").focus();
  };
  return html`<div class="app">
    <a class="skip" href="#main" onClick=${skip}>Skip to the content</a>
    <nav aria-label="Main">
      <a class="brand" href="#/"><img src="icon.svg" alt="" width="22" height="22" /> gork</a>
      <${Menu} page=${page} />
      <${Foot} onHelp=${() => setHelp(true)} />
    </nav>
    <main id="main" tabindex="-1"><${AwayNotice} />${children}</main>
    <${BulkTray} />
    ${help && html`<${Help} onClose=${() => setHelp(false)} />`}
  </div>`;
}

/** Instead of everything, as long as nobody knows who looks. */
export function NobodyYet({ error }) {
  return html`<div class="nobody">
    <p><strong>gork</strong></p>
    ${
      error
        ? html`<p role="alert">${error.message}</p>
            <button type="button" onClick=${() => location.reload()}>Try again</button>
            ${error.status === 403 && html` <button type="button" onClick=${signIn}>Sign in as somebody else</button>`}`
        : html`<p role="status">Loading…</p>`
    }
  </div>`;
}
