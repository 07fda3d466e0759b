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

  const FONT = "Arial, Helvetica, sans-serif"; // known to every program that opens an SVG

  // A figure is on white in either theme: each colour of the dark one has its counterpart.
  const inLight = (part, light) => {
    if (typeof part === "string") return light[part] || part;
    if (Array.isArray(part)) return part.map((one) => inLight(one, light));
    if (!part || typeof part !== "object" || ArrayBuffer.isView(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, inLight(one, light)]));
  };
  const lightColours = () =>
    window.bpTheme.current() === "dark" ? JSON.parse(document.getElementById("explorer-area").dataset.light) : {};

  // What is only there to be pointed at stays on the page; the key of the colours, there beside the plot, comes in.
  const traceForFile = (trace, asCircles, severalBars) => {
    const isPoints = trace.type === "scattergl";
    const made = { ...trace, type: asCircles && isPoints ? "scatter" : trace.type };
    made.showlegend = (isPoints && Boolean(trace.name) && trace.customdata?.length > 0) || (severalBars && trace.type === "bar");
    if (trace.marker?.colorbar) made.marker = { ...trace.marker, showscale: true };
    return made;
  };
  const forFile = (graph, format) => {
    const shown = graph.data.filter((trace) => trace.meta !== "pointer" && (trace.meta !== "mark" || trace.x?.length));
    const points = shown.reduce((sum, trace) => sum + (trace.customdata?.length || 0), 0);
    const asCircles = format === "svg" && points <= VECTORS;
    const severalBars = shown.filter((trace) => trace.type === "bar").length > 1;
    const data = shown.map((trace) => traceForFile(trace, asCircles, severalBars));
    const hasLegend = data.some((trace) => trace.showlegend);
    const legend = { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", itemsizing: "constant" };
    const margin = { ...graph.layout.margin, t: (graph.layout.margin?.t || 0) + (hasLegend ? 28 : 0) };
    const font = { ...graph.layout.font, family: FONT };
    const layout = { ...graph.layout, font, margin, legend, showlegend: hasLegend };
    if (severalBars) layout.legend = { ...legend, y: 1.12 }; // above the words of the medians
    return inLight({ data, layout }, lightColours());
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
    const drawn = await window.Plotly.toImage(forFile(graph, format), options);
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
