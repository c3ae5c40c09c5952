import { api, signIn } from "../lib/api.js";
import { useKeys } from "../lib/keys.js";
import { liveState, pauseLive, queues, queuesLeftOut } from "../lib/live.js";
import { me } from "../lib/me.js";
import { compact, count } from "../lib/numbers.js";
import { html, useState } from "../lib/preact.js";
import { go } from "../lib/router.js";
import { totals } from "../lib/statuses.js";
import { useStore } from "../lib/store.js";
import { toggleTheme, useTheme } from "../lib/theme.js";
import { zone } from "../lib/time.js";
import { BulkTray } from "./bulk-tray.js";
import { Help } from "./help.js";
import { Icon } from "./icons.js";
import { AwayNotice } from "./live.js";

async function signOut() {
  try {
    await api.signOut();
  } finally {
    location.assign("login.html");
  }
}

function Menu({ pages, current }) {
  const list = useStore(queues);
  const all = (list?.length ?? 0) + useStore(queuesLeftOut);
  const viewer = useStore(me);
  const numbers = {
    queues: list ? [compact(all), count(all)] : [],
    jobs: list ? [compact(totals(list).all), count(totals(list).all)] : [],
    nodes: viewer ? [compact(viewer.node_count), count(viewer.node_count)] : [],
  };
  return html`<ul class="menu">
    ${pages.map(
      ({ path, title }) =>
        html` <li key=${path}>
          <a href="#/${path}" aria-current=${current === path ? "page" : null}
            >${title} ${numbers[path]?.[0] && html`<small title=${numbers[path][1]}>${numbers[path][0]}</small>`}</a
          >
        </li>`,
    )}
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
        onClick=${toggleTheme}
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
export function Shell({ pages, path, children }) {
  const [help, setHelp] = useState(false);
  const operator = useStore(me)?.operator;
  const mine = pages.filter(({ operators }) => operator || !operators);
  useKeys({
    ...Object.fromEntries(mine.map(({ key, path }) => [`g ${key}`, () => go(`#/${path}`)])),
    p: () => pauseLive(liveState.get() !== "paused"),
    t: toggleTheme,
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
      <${Menu} pages=${mine} current=${path} />
      <${Foot} onHelp=${() => setHelp(true)} />
    </nav>
    <main id="main" tabindex="-1"><${AwayNotice} />${children}</main>
    <${BulkTray} />
    ${help && html`<${Help} pages=${pages} onClose=${() => setHelp(false)} />`}
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
