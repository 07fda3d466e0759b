/* The table of the explorer in the browser: checked rows, which stay checked while rows come and go; order of columns,
   keys, copying. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const GRID = "explorer-grid";
  const FIRST = new Set(["identifier", "description", "ag-Grid-SelectionColumn"]);
  const count = (number) => number.toLocaleString("en");
  const toast = (text) => ({ text, at: Date.now() });

  let checked = new Set();
  const watched = new WeakSet();
  const asked = new WeakSet(); // grids that have been told of a selection

  // Rows that have just come show whether they are checked.
  const show = (api) => {
    const [on, off] = [[], []];
    api.forEachNode((node) => {
      if (!node.data) return;
      const should = checked.has(node.data.ordinal);
      if (should !== Boolean(node.isSelected())) (should ? on : off).push(node);
    });
    if (on.length) api.setNodesSelected({ nodes: on, newValue: true, source: "api" });
    if (off.length) api.setNodesSelected({ nodes: off, newValue: false, source: "api" });
  };

  const changed = (api, event) => {
    if (!["checkboxSelected", "spaceKey", "rowClicked"].includes(event.source)) return;
    const next = new Set(checked);
    api.forEachNode((node) => {
      if (!node.data) return;
      if (node.isSelected()) next.add(node.data.ordinal);
      else next.delete(node.data.ordinal);
    });
    const text = window.bpSelection.writeOrdinals(next);
    const limits = window.bpSelection.rules().limits;
    if (next.size > limits.ordinals || text.length > limits.checked) {
      clientside.set_props("app-toast", {
        data: toast(`${count(next.size)} rows checked one by one are more than can be checked. Use filters instead.`),
      });
      show(api);
      return;
    }
    checked = next;
    clientside.set_props("explorer-checked", { data: text });
  };

  const moved = (api, event) => {
    if (!event.finished || !String(event.source).startsWith("ui")) return;
    const order = api.getAllDisplayedColumns().map((column) => column.getColId());
    const columns = order.filter((key) => !FIRST.has(key)).join(",");
    if (columns) clientside.set_props("explorer-preset", { data: columns });
  };

  // Three columns sort at most: the one that was added last goes again, and why is said.
  const sorted = (api) => {
    const { sorts } = window.bpSelection.rules().limits;
    const by = api.getColumnState().filter((one) => one.sort).sort((one, other) => one.sortIndex - other.sortIndex);
    if (by.length > sorts) {
      api.applyColumnState({ state: by.slice(sorts).map(({ colId }) => ({ colId, sort: null })) });
      clientside.set_props("app-toast", { data: toast(`Sort by at most ${sorts} columns.`) });
    }
    freed(api);
  };

  // The grid asks for one block at a time. A request that waits to be asked again is given up for the next one.
  const freed = (api) => {
    if (!window.bpLost.drop("explorer-grid.getRowsResponse")) return;
    clientside.set_props(GRID, { getRowsResponse: { rowData: [], rowCount: api.getDisplayedRowCount() } });
  };

  // Widths that people gave to columns, kept in this browser.
  const WIDTHS = "bp-widths";
  const MOST_WIDTHS = 300;
  const widths = () => new Map(JSON.parse(localStorage.getItem(WIDTHS) || "[]"));
  const resized = (event) => {
    if (!event.finished || !String(event.source).startsWith("ui")) return;
    const kept = widths();
    for (const column of event.columns || []) {
      kept.delete(column.getColId());
      kept.set(column.getColId(), Math.round(column.getActualWidth()));
    }
    localStorage.setItem(WIDTHS, JSON.stringify([...kept].slice(-MOST_WIDTHS)));
  };
  const widen = (api) => api.applyColumnState({ state: [...widths()].map(([colId, width]) => ({ colId, width })) });

  // What a cell shows, when nothing else is chosen to be copied.
  const copyCell = async ({ api, node, column, event }) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "c" || String(window.getSelection())) return;
    const shown = api.getCellValue({ rowNode: node, colKey: column, useFormatter: true });
    await navigator.clipboard?.writeText(String(shown ?? "")).catch(() => {});
  };
  const key = (event) => {
    if (event.event && event.column) copyCell(event);
    if (event.event?.key !== "Enter" || !event.data || event.event.target.closest("a,button")) return;
    const { job } = event.api.getColumnDef("identifier").cellRendererParams;
    window.bpOpenProtein(window.bpPlace(job), event.data.ordinal);
  };

  const watch = (api) => {
    if (watched.has(api)) return;
    watched.add(api);
    // One stop of the Tab key: arrows move inside, from the headings too.
    for (const step of ["tabToNextCell", "tabToNextHeader"]) api.setGridOption(step, () => false);
    api.addEventListener("selectionChanged", (event) => changed(api, event));
    api.addEventListener("modelUpdated", () => show(api));
    api.addEventListener("sortChanged", () => sorted(api));
    api.addEventListener("columnMoved", (event) => moved(api, event));
    api.addEventListener("columnResized", resized);
    api.addEventListener("newColumnsLoaded", () => widen(api));
    api.addEventListener("cellKeyDown", key);
    widen(api);
  };
  const grid = (then) => window.dash_ag_grid?.getApiAsync(GRID).then(then).catch(() => {});

  window.bpCopySequences = async (job, ordinals) => {
    const say = (text) => clientside.set_props("app-toast", { data: toast(text) });
    try {
      const answer = await fetch(`${window.bpPlace(job)}/download.fasta?n=${ordinals}`);
      if (!answer.ok) {
        say(answer.status === 404 ? "There is no such analysis any more." : "The sequence could not be fetched. Try again.");
        return;
      }
      const fasta = await answer.text();
      const records = fasta.split(/^>/m).filter(Boolean);
      const single = records.length === 1 && !/[,-]/.test(ordinals);
      const text = single ? fasta.slice(fasta.indexOf("\n")).replace(/\n/g, "") : fasta;
      await navigator.clipboard.writeText(text);
      say(single ? `Copied ${count(text.length)} residues` : `Copied ${count(records.length)} proteins as FASTA`);
    } catch {
      say("The browser did not allow copying. Open the protein and copy its sequence by hand.");
    }
  };

  clientside.table = {
    // Other rows take the place of those in sight. All go first where more are kept than those, where the columns are
    // others, and where an answer is awaited, which may never come.
    refresh: () => {
      const columns = window.dash_clientside.callback_context.triggered_id === "explorer-preset";
      grid((api) => {
        // A grid that has just come asks for its rows without being told to.
        const isNew = !asked.has(api);
        asked.add(api);
        if (isNew && !columns) return;
        freed(api);
        const [first, ...more] = Object.values(api.getCacheBlockState());
        if (columns || more.length || first?.pageStatus !== "loaded") api.purgeInfiniteCache();
        else api.refreshInfiniteCache();
        if (api.getDisplayedRowCount() > 0) api.ensureIndexVisible(0);
      });
    },
    checked: (text) => {
      checked = new Set(window.bpSelection.readOrdinals(text));
      grid((api) => {
        watch(api);
        show(api);
      });
      return [checked.size ? `, ${count(checked.size)} checked` : "", !checked.size];
    },
    uncheck: (clicks) => (clicks ? "" : window.dash_clientside.no_update),
    copy: (clicks, text, job) => {
      if (clicks && text) window.bpCopySequences(job, text);
      return window.dash_clientside.no_update;
    },
  };
})();

/* Typing in the chooser leaves the columns that contain the words, and the groups that have any. */
document.addEventListener("input", (event) => {
  if (event.target.id !== "explorer-columns-find") return;
  const words = event.target.value.trim().toLowerCase();
  for (const group of document.querySelectorAll(".bp-columns fieldset")) {
    const rows = [...group.querySelectorAll(".form-check")];
    rows.forEach((row) => {
      row.hidden = !row.textContent.toLowerCase().includes(words);
    });
    group.hidden = rows.every((row) => row.hidden);
  }
});
