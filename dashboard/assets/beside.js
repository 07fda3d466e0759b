/* A protein beside the table: links to proteins open it there where there is room, and the address says which one is open.
   Opening and closing are steps that Back undoes, without rebuilding the page. Escape closes; the focus goes back. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const room = window.matchMedia("(min-width: 992px)");
  const panel = () => document.getElementById("beside-panel");
  let opener = null; // what had the focus before

  const opened = () => {
    const found = /[?&]p=(\d{1,9})(?:&|$)/.exec(window.location.search);
    return found ? Number(found[1]) : null;
  };
  const without = (search) => search.replace(/^\?/, "").split("&").filter((part) => part && !/^p=/.test(part)).join("&");
  const query = (ordinal) => [without(window.location.search), ordinal && `p=${ordinal}`].filter(Boolean).join("&");
  window.bpBeside = () => (panel() ? opened() : null);

  const open = (ordinal) => {
    if (ordinal === opened() && panel() && !panel().hidden) return;
    const asked = query(ordinal);
    window.history.pushState({}, "", window.location.pathname + (asked ? `?${asked}` : ""));
    clientside.set_props("beside-protein", { data: ordinal });
  };
  window.bpOpenProtein = (place, ordinal) => {
    if (!room.matches || !panel()) return window.bpGo(`${place}/proteins/${ordinal}${window.location.search}`);
    opener = document.activeElement;
    return open(ordinal);
  };
  const close = () => {
    open(null);
    const grid = document.querySelector("#explorer-grid .ag-cell-focus, #explorer-grid .ag-header-cell");
    const target = opener && opener.isConnected && opener !== document.body ? opener : grid;
    opener = null;
    if (target) target.focus();
  };

  // Steps that differ only in what is open are taken here; all others are the explorer's (explorer.js).
  let last = window.location.href;
  const same = (left, right) => {
    const [a, b] = [new URL(left), new URL(right)];
    return a.pathname === b.pathname && without(a.search) === without(b.search);
  };
  for (const name of ["pushState", "replaceState"]) {
    const asIs = window.history[name];
    window.history[name] = function remember(...step) {
      asIs.apply(this, step);
      last = window.location.href;
    };
  }
  window.addEventListener("popstate", (event) => {
    const before = last;
    last = window.location.href;
    if (!panel() || before === last || !same(before, last)) return;
    event.stopImmediatePropagation();
    clientside.set_props("beside-protein", { data: opened() });
  });

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("#explorer-view a[href]");
      if (!link || !panel() || !room.matches || link.id === "beside-whole" || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const found = /^(.*)\/proteins\/(\d+)$/.exec(new URL(link.href).pathname);
      if (!found || found[1] !== window.location.pathname.replace(/\/$/, "")) return;
      event.preventDefault();
      event.stopPropagation();
      if (!panel().contains(link)) opener = link;
      open(Number(found[2]));
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel() || panel().hidden || event.defaultPrevented) return;
    if (document.querySelector("details.bp-menu[open], .modal.show, .bp-x-filters.open")) return;
    close();
  });

  clientside.beside = {
    show: (ordinal, job) => {
      const place = window.bpPlace(job);
      const asked = without(window.location.search);
      // Set, not returned: an output of this callback would keep the page of its own waiting for a panel it has not.
      if (!ordinal) {
        clientside.set_props("protein-key", { data: null });
        return [true, "#"];
      }
      window.setTimeout(() => panel()?.focus({ preventScroll: true }), 0);
      const key = { job, ordinal: String(ordinal), query: asked, beside: "1" };
      clientside.set_props("protein-key", { data: key });
      return [false, `${place}/proteins/${ordinal}${asked ? `?${asked}` : ""}`];
    },
    close: (clicks) => {
      if (clicks) close();
      return window.dash_clientside.no_update;
    },
  };
})();
