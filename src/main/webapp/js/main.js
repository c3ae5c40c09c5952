import { startLive } from "./lib/live.js";
import { loadMe, me } from "./lib/me.js";
import { html, render, useEffect, useErrorBoundary, useState } from "./lib/preact.js";
import { useRoute } from "./lib/router.js";
import { useStore } from "./lib/store.js";
import { PAGES } from "./pages/index.js";
import { Empty } from "./parts/notice.js";
import { PageHead } from "./parts/page.js";
import { NobodyYet, Shell } from "./parts/shell.js";

const MY_MINUTE = 60_000;

function Lost() {
  return html`<${PageHead} title="Page not found" /><${Empty} title="No page has this address.">
    Go to the <a href="#/">overview</a> or to the <a href="#/jobs">jobs</a>.</${Empty}>`;
}

function Page({ route }) {
  const [path = "", name] = route.parts;
  const entry = PAGES.find(each => each.path === path);
  const View = (name === undefined ? entry?.page : entry?.one) ?? Lost;
  return html`<${View} key=${name} name=${name} query=${route.query} />`;
}

function Safe({ children }) {
  const [error, reset] = useErrorBoundary(failure => console.error(failure));
  if (!error) return children;
  return html`<div class="notice bad" role="alert">
    <p><strong>This page has a fault.</strong> ${String(error.message)}</p>
    <button type="button" onClick=${reset}>Try again</button>
  </div>`;
}

function App() {
  const route = useRoute();
  const viewer = useStore(me);
  const [error, setError] = useState(null);
  useEffect(() => {
    loadMe().then(startLive, setError);
    const timer = setInterval(() => loadMe().catch(() => null), MY_MINUTE);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => scrollTo(0, 0), [route.parts.join("/")]);
  if (!viewer) return html`<${NobodyYet} error=${error} />`;
  return html`<${Shell} pages=${PAGES} path=${route.parts[0] ?? ""}><${Safe} key=${route.parts.join("/")}><${Page} route=${route}
    /></${Safe}></${Shell}>`;
}

render(html`<${App} />`, document.getElementById("app"));
