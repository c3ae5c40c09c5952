// A classic script in the head, so that the page is never drawn in the wrong colours first.
// "light" and "dark" are the viewer's choice; without one, the system's preference counts.
(() => {
  const key = "gork.theme";
  const dark = matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be forbidden
    }
  }

  function apply() {
    const theme = chosen() ?? (dark.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
    dispatchEvent(new CustomEvent("gork-theme", { detail: theme }));
  }

  window.gorkTheme = {
    current: () => document.documentElement.dataset.theme,
    toggle() {
      const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
      document.documentElement.dataset.theme = next;
      try {
        localStorage.setItem(key, next);
      } catch {
        /* then it lasts as long as the page */
      }
      dispatchEvent(new CustomEvent("gork-theme", { detail: next }));
    },
  };
  dark.addEventListener("change", apply);
  addEventListener("storage", event => event.key === key && apply());
  apply();
})();
