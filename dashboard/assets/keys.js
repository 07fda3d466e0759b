/* The keyboard: "/" searches, "?" lists the keys, Escape clears, Ctrl+Z takes the last filter back, Ctrl+K opens the
   palette (palette.js). Skip links move the focus and not the address. */
(() => {
  const SEARCHES = ["#explorer-text", "#jobs-search", "#methods-find"];
  const KEYS = [
    ["/", "Search"],
    ["Ctrl K", "Go to a protein, set an axis or the colour, open the methods of a property"],
    ["Ctrl Z", "Take back the last change of the selection"],
    ["Esc", "Close what is open; then clear the selection"],
    ["\u2190 \u2191 \u2192 \u2193", "Move in the table, from its headings too"],
    ["Enter", "In the table: sort by a heading, open a protein"],
    ["Space", "In the table: check a row"],
    ["Tab", "Leave the table"],
    ["?", "This list"],
  ];
  const make = (name, props, ...children) => {
    const made = Object.assign(document.createElement(name), props);
    made.append(...children);
    return made;
  };
  // A dialog of the browser's own: it keeps the focus, Escape closes it, and the focus goes back.
  const dialog = (title, ...children) => {
    const close = make("button", { type: "button", className: "btn-close", onclick: () => shown.close() });
    close.setAttribute("aria-label", "Close");
    const head = make("div", { className: "bp-keys-head" }, make("h2", { className: "h3", textContent: title }), close);
    const shown = make("dialog", { className: "bp-keys", onclose: () => shown.remove() }, head, ...children);
    shown.setAttribute("aria-label", title);
    shown.addEventListener("click", (event) => {
      if (event.target === shown) shown.close();
    });
    document.body.append(shown);
    shown.showModal();
    return shown;
  };
  window.bpDialog = { make, dialog };

  const list = () => {
    const rows = KEYS.flatMap(([key, words]) => [make("dt", {}, ...key.split(" ").map((one) => make("kbd", { textContent: one }))), make("dd", { textContent: words })]);
    dialog("Keys", make("dl", { className: "bp-keys-list" }, ...rows));
  };

  const isTyping = (target) => target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]");
  const isOpen = () => document.querySelector("dialog[open], .modal.show, details.bp-menu[open], .bp-x-filters.open");
  const inSight = (selector) => [...document.querySelectorAll(selector)].find((one) => one.offsetParent);

  // Steps of the selection that Back undoes; explorer.js writes them down.
  let steps = 0;
  const push = window.history.pushState;
  window.history.pushState = function counted(...step) {
    if (document.getElementById("explorer-grid")) steps += 1;
    return push.apply(this, step);
  };
  const back = () => {
    steps = Math.max(0, steps - 1);
  };
  window.addEventListener("popstate", back, true);

  const ACTS = {
    "/": () => {
      const field = inSight(SEARCHES.join(","));
      field?.focus();
      field?.select();
      return Boolean(field);
    },
    "?": () => list(),
    Escape: () => {
      const beside = document.getElementById("beside-panel");
      const clear = inSight("#explorer-clear");
      if (!clear || clear.hidden || (beside && !beside.hidden)) return false;
      clear.click();
      window.dash_clientside.set_props("app-toast", { data: { text: "Selection cleared. Ctrl+Z brings it back.", at: Date.now() } });
      return true;
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (control && key === "k") {
      event.preventDefault();
      if (!isOpen()) window.bpPalette();
    } else if (control && key === "z" && !event.shiftKey && !isTyping(event.target)) {
      if (!steps || isOpen() || !inSight("#explorer-grid")) return;
      event.preventDefault();
      window.history.back();
    } else if (!control && ACTS[event.key] && !isTyping(event.target) && !isOpen()) {
      if (ACTS[event.key]() !== false) event.preventDefault();
    }
  });

  document.addEventListener(
    "click",
    (event) => {
      const skip = event.target.closest?.("a.bp-skip");
      const target = skip && document.querySelector(skip.getAttribute("href"));
      if (!target) return;
      event.preventDefault();
      const parts = target.querySelectorAll("input, select, button, .ag-header-cell");
      const inside = [...parts].find((one) => one.offsetParent) || target;
      if (inside === target) target.tabIndex = -1;
      inside.focus();
    },
    true,
  );
})();
