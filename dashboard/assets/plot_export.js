/* A plot as SVG or PNG, made by Plotly in the browser, and the way to the data behind it. */
(() => {
  const VECTORS = 10000; // points at most that are circles of their own in an SVG; of more, a picture inside it
  const SIZE = { scatter: [900, 560], distribution: [720, 420], composition: [720, 420], correlation: [620, 560] };
  const GRAPH = { distribution: "explorer-histogram" };

  const slug = (words) => words.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 80).replace(/^-|-$/g, "").toLowerCase();
  const fileName = (plot, format) => {
    const title = document.querySelector("#job-heading h1")?.textContent || "";
    return `${slug(title) || "batchprot"}-${plot}-${new Date().toISOString().slice(0, 10)}.${format}`;
  };

  // The key of the colours stands beside the plot on the page; in a file it must be in the plot.
  const forFile = (graph, format, plot) => {
    const points = graph.data.reduce((sum, trace) => sum + (trace.customdata?.length || 0), 0);
    const asCircles = format === "svg" && points <= VECTORS;
    const data = graph.data.map((trace) => ({
      ...trace,
      type: asCircles && trace.type === "scattergl" ? "scatter" : trace.type,
      showlegend: trace.type === "scattergl" && Boolean(trace.name) && trace.customdata.length > 0,
    }));
    if (plot !== "scatter") return { data, layout: graph.layout };
    const margin = { ...graph.layout.margin, t: 40 };
    const legend = { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", itemsizing: "constant" };
    return { data, layout: { ...graph.layout, margin, legend, showlegend: true } };
  };

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  const draw = async (plot, format) => {
    const graph = document.querySelector(`#${GRAPH[plot] || `explorer-${plot}`} .js-plotly-plot`);
    if (!graph?.data) return;
    const [width, height] = SIZE[plot];
    const scale = format === "png" ? 2 : 1;
    // As text and not as an address: the content security policy lets no address be fetched but our own.
    const options = { format, width, height, scale, imageDataOnly: true };
    const drawn = await window.Plotly.toImage(forFile(graph, format, plot), options);
    const bytes = format === "svg" ? drawn : Uint8Array.from(atob(drawn), (letter) => letter.charCodeAt(0));
    save(new Blob([bytes], { type: format === "svg" ? "image/svg+xml" : "image/png" }), fileName(plot, format));
  };

  document.addEventListener("click", (event) => {
    const item = event.target.closest?.("[data-plot]");
    if (!item) return;
    const { plot, format } = item.dataset;
    if (format !== "csv") {
      draw(plot, format);
      return;
    }
    const place = /^\/(jobs|shared)\/[^/]+/.exec(window.location.pathname);
    if (place) item.href = `${place[0]}/plots/${plot}.csv${window.location.search}`;
  });
})();
