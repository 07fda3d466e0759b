/* Small plots of the page that compares as files: one alone, or all as one figure. */
(() => {
  const ALONE = [560, 380];
  const CELL = [380, 250];
  const COLUMNS = 2;
  const LEGEND = 22;

  const plots = () => [...document.querySelectorAll("[data-compare-plot]")];
  const graphOf = (box) => box.querySelector(".js-plotly-plot");
  const names = () => [...document.querySelectorAll(".bp-legend .bp-key-name")].map((one) => one.textContent.trim());
  const words = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  // On the page the sides are named next to the plots; in a file they must be named in the figure.
  const legend = (colours, height) =>
    names().map((name, place) => ({
      text: `<b>${name[0]}</b> ${words(name.slice(1))}`,
      x: 0,
      y: 0,
      xref: "paper",
      yref: "paper",
      xanchor: "left",
      yanchor: "top",
      yshift: -height - LEGEND * place,
      showarrow: false,
      font: { size: 12, color: colours[place] },
    }));
  const coloursOf = (graph) =>
    names().map((name) => graph.data.find((trace) => trace.name === name[0])?.line?.color || graph.layout.title.font.color);

  const alone = (graph) => {
    const margin = { ...graph.layout.margin, l: 40, t: 40, b: 44 + LEGEND * names().length };
    const annotations = [...(graph.layout.annotations || []), ...legend(coloursOf(graph), 34)];
    return { data: graph.data, layout: { ...graph.layout, margin, annotations }, width: ALONE[0], height: ALONE[1] };
  };

  const numbered = (axis, number) => (number === 1 ? axis : `${axis}${number}`);
  const renamed = (ref, axis, number) => numbered(axis, number) + (ref === "paper" ? " domain" : "");
  const moved = (items, number) =>
    (items || []).map((item) => ({
      ...item,
      xref: renamed(item.xref, "x", number),
      yref: renamed(item.yref, "y", number),
    }));

  const together = (graphs) => {
    const rows = Math.ceil(graphs.length / COLUMNS);
    const base = graphs[0].layout;
    const size = [CELL[0] * COLUMNS, CELL[1] * rows + LEGEND * names().length + 20];
    const layout = { ...base, title: undefined, margin: { l: 12, r: 12, t: 12, b: LEGEND * names().length + 28 } };
    layout.shapes = [];
    layout.annotations = legend(coloursOf(graphs[0]), 12);
    const data = graphs.flatMap((graph, place) => {
      const number = place + 1;
      const [column, row] = [place % COLUMNS, Math.floor(place / COLUMNS)];
      const across = [column / COLUMNS + 0.035, (column + 1) / COLUMNS - 0.02];
      const upwards = [1 - (row + 1) / rows + 0.1 / rows, 1 - row / rows - 0.14 / rows];
      const { title, xaxis, yaxis, shapes, annotations } = graph.layout;
      layout[numbered("xaxis", number)] = { ...xaxis, domain: across, anchor: numbered("y", number) };
      layout[numbered("yaxis", number)] = { ...yaxis, domain: upwards, anchor: numbered("x", number) };
      layout.shapes.push(...moved(shapes, number));
      layout.annotations.push(...moved(annotations, number), {
        text: title.text,
        x: across[0],
        y: upwards[1] + 0.1 / rows,
        xref: "paper",
        yref: "paper",
        xanchor: "left",
        yanchor: "bottom",
        showarrow: false,
        font: title.font,
      });
      return graph.data.map((trace) => ({ ...trace, xaxis: numbered("x", number), yaxis: numbered("y", number) }));
    });
    return { data, layout, width: size[0], height: size[1] };
  };

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  const draw = async (plot, format) => {
    const graphs = plots().filter((box) => plot === "all" || box.dataset.comparePlot === plot).map(graphOf);
    if (!graphs.length || graphs.some((graph) => !graph?.data)) return;
    const { data, layout, width, height } = plot === "all" ? together(graphs) : alone(graphs[0]);
    const drawn = { data: data.filter((trace) => trace.hoverinfo === "skip"), layout };
    // As text and not as an address: the content security policy lets no address be fetched but our own.
    const options = { format, width, height, scale: format === "png" ? 3 : 1, imageDataOnly: true };
    const image = await window.Plotly.toImage(drawn, options);
    const bytes = format === "svg" ? image : Uint8Array.from(atob(image), (letter) => letter.charCodeAt(0));
    const name = `compare-${plot.replace(/_/g, "-")}-${new Date().toISOString().slice(0, 10)}.${format}`;
    save(new Blob([bytes], { type: format === "svg" ? "image/svg+xml" : "image/png" }), name);
  };

  document.addEventListener("click", (event) => {
    const item = event.target.closest?.("[data-compare-save]");
    if (item) draw(item.dataset.compareSave, item.dataset.format);
  });
})();
