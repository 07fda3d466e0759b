/* Clientside callbacks of the frame: theme, bar, toast; and what keeps polling polite. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});

  window.addEventListener("bp-theme", (event) => {
    if (clientside.set_props) clientside.set_props("app-theme", { data: event.detail });
  });

  // The path of an analysis on this page: its own, or that of the share link.
  window.bpPlace = (job) => (/^\/shared\/[\w-]+/.exec(window.location.pathname) || [`/jobs/${job}`])[0];

  // A link inside what is not Dash's own (a table cell): go there without loading the application again.
  window.bpGo = (href) => {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.bp-go");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.bpGo(link.getAttribute("href"));
  });

  let timer = null;
  clientside.frame = {
    theme: () => window.bpTheme.current(),
    switchTheme: (clicks) => {
      if (clicks) window.bpTheme.toggle();
      return window.dash_clientside.no_update;
    },
    active: (path, ids) =>
      ids.map((id) => {
        const here = id.path === "/" ? path === "/" || path.startsWith("/jobs") : path.startsWith(id.path);
        return here ? "active" : "";
      }),
    toast: (toast, closed) => {
      const context = window.dash_clientside.callback_context.triggered_id;
      window.clearTimeout(timer);
      if (!toast || context === "app-toast-close") return ["bp-toast", window.dash_clientside.no_update, true];
      timer = window.setTimeout(
        () => window.dash_clientside.set_props("app-toast-box", { className: "bp-toast" }),
        toast.undo ? 8000 : 6000,
      );
      return ["bp-toast show", toast.text, !toast.undo];
    },
    // A tick counts only while the page is visible and no field is being edited.
    tick: (ticks) => {
      const busy = document.hidden || document.querySelector(".bp-editing");
      return ticks && !busy ? ticks : window.dash_clientside.no_update;
    },
  };

  // Times as the reader's own clock has them.
  const localise = () => {
    for (const one of document.querySelectorAll("time.bp-time:not([data-local])")) {
      one.dataset.local = "1";
      one.textContent = new Date(one.dateTime).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
    }
  };
  new MutationObserver(localise).observe(document.documentElement, { childList: true, subtree: true });
})();
