/* What the explorer does in the browser itself: address, plot tools, drawer, opening a protein. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const plot = () => document.querySelector("#explorer-scatter .js-plotly-plot");
  // What is in sight of the scatter's axes, for the server to say where the ticks are.
  const inSight = ({ _fullLayout: { xaxis, yaxis, uirevision: of, meta } }) => ({
    of,
    x: [...xaxis.range],
    y: [...yaxis.range],
    zoomed: [xaxis, yaxis].some((axis) => String(axis.range) !== String(meta[axis._id])),
  });
  // The whole of both axes, as the server made them.
  const home = async (graph) => {
    const { x, y } = graph.layout.meta || {};
    if (!x || !y) return;
    await window.Plotly.relayout(graph, { "xaxis.range": [...x], "yaxis.range": [...y] });
    clientside.set_props("explorer-zoom", { data: inSight(graph) });
  };
  const GEL = { x: "isoelectric_point", y: "molecular_weight_da" };
  const quiet = "btn btn-sm bp-quiet bp-icon";
  const join = (...parts) => parts.filter(Boolean).join("&");
  let ordered = null; // which proteins, in which order
  let previous = null; // the job and selection that the address holds
  // Whether an axis is logarithmic stands in the address only when it is not as the property has it.
  const isLogarithmic = (key) => document.getElementById("explorer-area").dataset.logarithmic.split(" ").includes(key);
  const notDefault = (key, log) => (Boolean(log) === isLogarithmic(key) ? "" : log ? "1" : "0");

  // Back and forward among our own steps: Dash did not see them, so it gets the whole address and rebuilds the page.
  let path = null;
  let settling = 0; // until when the address leads and the page follows
  window.addEventListener("popstate", () => {
    const { href, pathname, search } = window.location;
    if (pathname !== path || !document.getElementById("job-body")) return;
    previous = null; // what the page then shows is no step of its own
    settling = Date.now() + 5000;
    clientside.set_props("_pages_location", { href, pathname, search });
  });

  // Rows that are checked and shown alone stand in the address once.
  const checkedIn = (selection, checked) =>
    checked && checked === window.bpSelection.writeOrdinals(window.bpSelection.read(selection).ordinals ?? []) ? "n" : checked;
  // The query of an address, with a short name in place of what is too long for it; null until that has a name.
  const fitting = (selection, sort, shown, defaults, job, then) => {
    const { checked, ...view } = shown;
    const rest = Object.entries(view)
      .filter(([name, value]) => value && value !== defaults[name])
      .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);
    return window.bpAddress.fit(job, join(selection, checked && `checked=${checked}`), join(sort, ...rest), then);
  };

  // The address as the page has it now, written down as a step or in place.
  let latest = null; // what the address was last to hold
  const address = (...values) => {
    latest = values;
    const [selection, sort, preset, checked, x, y, d, xLog, yLog, colour, how, correlated, panel, added, tab, job] = values;
    const { no_update } = window.dash_clientside;
    if (!document.getElementById("explorer-grid")) return no_update;
    const defaults = window.bpSelection.rules().view;
    const logs = { xlog: notDefault(x, xLog), ylog: notDefault(y, yLog) };
    const lists = { corr: (correlated || []).join(","), f: (added || []).join(",") };
    const shown = { x, y, d, cols: preset, tab, checked: checkedIn(selection, checked), colour, how, panel, ...lists, ...logs, p: window.bpBeside() };
    const again = () => latest === values && clientside.set_props("explorer-url", { data: address(...values) });
    const query = fitting(selection, sort, shown, defaults, job, again);
    if (query === null) return no_update;
    const url = window.location.pathname + (query ? `?${query}` : "");
    const here = window.location.pathname + window.location.search;
    if (url === here) settling = 0;
    if (Date.now() < settling) return no_update; // a page that is about to be replaced
    if (url !== here) {
      // A new selection is a step that Back undoes; a sort or another axis is not.
      const step = previous && previous.job === job && previous.selection !== selection;
      window.history[step ? "pushState" : "replaceState"]({}, "", url);
    }
    // A protein that is open beside has other neighbours now; while none is, the server is not asked.
    const order = join(selection, sort);
    if (window.bpBeside() && ordered !== null && ordered !== order) {
      clientside.set_props("beside-asked", { data: Date.now() });
    }
    ordered = order;
    previous = { job, selection };
    path = window.location.pathname;
    return url;
  };

  clientside.explorer = {
    // Address and links to downloads, all of one selection and view.
    follow: (...values) => {
      const [selection, sort, preset, checked] = values;
      const [records, which, presets, job] = values.slice(-4);
      window.bpChoices.seen(selection, job);
      window.bpLive.selected(selection, job);
      clientside.downloads.links(selection, sort, preset, checked, records, which, presets, job);
      return address(...values.slice(0, -4), job);
    },
    panel: () => {
      const { no_update, callback_context: context } = window.dash_clientside;
      if (!context.triggered.length || !context.triggered[0].value) return Array(6).fill(no_update);
      const shown = context.triggered_id.replace("explorer-panel-", "");
      const names = ["composition", "correlation"];
      return [shown, shown, ...names.map((name) => name !== shown), ...names.map((name) => (name === shown ? "btn active" : "btn"))];
    },
    // The two properties of a cell become the axes of the scatter.
    cell: (click) => {
      const { no_update } = window.dash_clientside;
      const cell = click && click.points[0];
      return cell ? [cell.x, cell.y] : [no_update, no_update];
    },
    // A newly chosen property gets the axis that suits it best.
    axis: (key) => {
      if (key !== GEL.x && key !== GEL.y) clientside.set_props("explorer-how", { value: "points" });
      return isLogarithmic(key);
    },
    // A gel has its own axes.
    how: (how) => {
      if (how === "points") return;
      for (const [axis, value] of Object.entries(GEL)) clientside.set_props(`explorer-${axis}`, { value });
      clientside.set_props("explorer-x-log", { value: false });
      clientside.set_props("explorer-y-log", { value: true });
    },
    open: (click, job) => {
      const ordinal = click && click.points.map((one) => one.customdata).find(Boolean);
      if (!ordinal) return window.dash_clientside.no_update;
      // The plot changes its size under the still pointer: until that moves, no card names another protein.
      const area = document.getElementById("explorer-area");
      area.classList.add("bp-still");
      window.setTimeout(() => area.addEventListener("pointermove", () => area.classList.remove("bp-still"), { once: true }), 400);
      window.bpOpenProtein(window.bpPlace(job), ordinal);
      return window.dash_clientside.no_update;
    },
    tool: () => {
      const { no_update, callback_context: context } = window.dash_clientside;
      const graph = plot();
      const nothing = [no_update, no_update, no_update, no_update];
      if (!graph || !context.triggered.length || !context.triggered[0].value) return nothing;
      if (context.triggered_id === "explorer-tool-reset") {
        home(graph);
        return nothing;
      }
      const modes = { "explorer-tool-box": "select", "explorer-tool-lasso": "lasso", "explorer-tool-zoom": "zoom" };
      const chosen = modes[context.triggered_id];
      window.Plotly.relayout(graph, { dragmode: chosen });
      return [chosen, ...Object.values(modes).map((mode) => (mode === chosen ? `${quiet} active` : quiet))];
    },
    zoomed: (_changed, before) => {
      const { no_update } = window.dash_clientside;
      const graph = plot();
      if (!graph?._fullLayout?.meta) return no_update;
      if (!graph.bpHome) graph.bpHome = graph.on("plotly_doubleclick", () => home(graph));
      const seen = inSight(graph);
      const same = before ? ["of", "x", "y"].every((name) => String(before[name]) === String(seen[name])) : !seen.zoomed;
      return same ? no_update : seen;
    },
    // The page of the only protein, in place of the analysis: Back does not lead here again.
    only: (href) => {
      if (href) {
        window.history.replaceState({}, "", href);
        window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
      }
      return window.dash_clientside.no_update;
    },
    // Each time the scatter is drawn, names that don't fit its size are hidden.
    named: () => window.bpNames(plot),
    // Rings and ticks, drawn without redrawing the points.
    mark: (marks) => {
      const graph = plot();
      if (!graph?.data || !marks) return;
      const last = graph.data.length - 1;
      if (marks.rings) window.Plotly.restyle(graph, marks.rings, [last - 1, last]);
      window.Plotly.relayout(graph, marks.layout);
    },
    drawer: () =>
      window.dash_clientside.callback_context.triggered_id === "explorer-filters-open" ? "bp-x-filters open" : "bp-x-filters",
    tab: (tab) => {
      const names = ["explore", "records", "report", "options"];
      return [...names.map((name) => name !== tab), ...names.map((name) => (name === tab ? "nav-link active" : "nav-link"))];
    },
  };

  document.addEventListener("click", (event) => {
    if (event.target.classList?.contains("bp-filters-shade")) {
      clientside.set_props("explorer-filters", { className: "bp-x-filters" });
    }
  });
})();
