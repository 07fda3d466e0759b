/* A plot whose drawing the graphics card has lost (a sleeping laptop, another program, a new driver) is drawn again: its
   canvases are given up, so that Plotly makes new ones. Zoom and everything else stay. */
(() => {
  const AFTER = 250; // milliseconds; several canvases are lost together
  const again = (graph, tries) => {
    const { _fullLayout: full } = graph;
    if (!graph.isConnected || !full?._glcontainer) return;
    for (const one of Object.values(full._plots)) delete one._scene;
    full._glcontainer.selectAll(".gl-canvas").remove();
    delete full._glcanvas;
    window.Plotly.redraw(graph).catch(() => tries && window.setTimeout(() => again(graph, tries - 1), 10 * AFTER));
  };
  const waiting = new Map();
  // The event doesn't bubble: it is caught on its way down.
  document.addEventListener(
    "webglcontextlost",
    ({ target }) => {
      const graph = target.closest?.(".js-plotly-plot");
      if (!graph) return;
      window.clearTimeout(waiting.get(graph));
      waiting.set(graph, window.setTimeout(() => again(graph, 5), AFTER));
    },
    true,
  );
})();
