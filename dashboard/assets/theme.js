/* Light and dark. Loaded in <head> so that the first paint already has the right colours: the system's setting,
   unless the person chose otherwise on this device. Each change fires the event "bp-theme". */
(() => {
  if (window.bpTheme) return;
  const KEY = "bp-theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const saved = () => {
    try {
      return window.localStorage.getItem(KEY);
    } catch {
      return null; // storage is disabled: follow the system
    }
  };
  const current = () => document.documentElement.dataset.bsTheme;
  const apply = () => {
    const next = saved() || (system.matches ? "dark" : "light");
    // So that a page comes with its figures in these colours.
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not there without https
    document.cookie = `bp-theme=${next}; path=/; max-age=31536000; samesite=lax`;
    if (next === current()) return;
    document.documentElement.dataset.bsTheme = next;
    window.dispatchEvent(new CustomEvent("bp-theme", { detail: next }));
  };
  const toggle = () => {
    const next = current() === "dark" ? "light" : "dark";
    const followsSystem = next === (system.matches ? "dark" : "light");
    try {
      if (followsSystem) window.localStorage.removeItem(KEY);
      else window.localStorage.setItem(KEY, next);
    } catch {
      document.documentElement.dataset.bsTheme = next;
    }
    apply();
  };
  system.addEventListener("change", apply);
  // On pages without Dash the button has no callback.
  document.addEventListener("click", (event) => {
    if (!window.dash_clientside && event.target.closest("#app-theme-switch")) toggle();
  });
  window.bpTheme = { current, toggle };
  apply();
})();
