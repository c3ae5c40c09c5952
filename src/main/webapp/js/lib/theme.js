import { useEffect, useState } from "./preact.js";

// The classic script in the head chooses the theme before anything is drawn.
const { current, toggle } = window.gorkTheme;

/** "light" or "dark", as it is now. */
export function useTheme() {
  const [theme, setTheme] = useState(current());
  useEffect(() => {
    const changed = event => setTheme(event.detail);
    addEventListener("gork-theme", changed);
    return () => removeEventListener("gork-theme", changed);
  }, []);
  return theme;
}

/** Changes to the other theme, and remembers it. */
export const toggleTheme = () => toggle();
