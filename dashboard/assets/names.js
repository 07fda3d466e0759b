/* Names beside the points of the scatter: hidden where they would lie on another name, on a point or on the frame. */
(() => {
  const meet = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const isInside = (box, frame) =>
    box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
  const RADIUS = 4;

  // Where the points are on the screen.
  const spots = (graph, frame) => {
    const { xaxis, yaxis } = graph._fullLayout;
    const around = (left, top) => ({ left: left - RADIUS, right: left + RADIUS, top: top - RADIUS, bottom: top + RADIUS });
    return graph._fullData
      .filter((trace) => trace.customdata?.length)
      .flatMap(({ x, y }) => Array.from(x, (value, at) => around(frame.left + xaxis.d2p(value), frame.top + yaxis.d2p(y[at]))));
  };

  const fit = (graph) => {
    const frame = graph.querySelector(".nsewdrag")?.getBoundingClientRect();
    const names = [...graph.querySelectorAll(".infolayer .annotation")].map((one) => [Number(one.dataset.index), one]);
    // The first is the name of the open protein, which stays.
    if (!frame || !names.some(([at]) => at > 0)) return;
    const taken = spots(graph, frame);
    for (const [at, name] of names.sort(([one], [other]) => one - other)) {
      const box = name.getBoundingClientRect();
      const fits = at === 0 || graph.layout.annotations[at]?.xref === "paper" || (isInside(box, frame) && !taken.some((one) => meet(box, one)));
      name.style.visibility = fits ? "" : "hidden";
      if (fits && box.width) taken.push(box);
    }
  };

  // Plotly may still be on its way when the figure arrives.
  window.bpNames = (plot) => {
    const graph = plot();
    if (graph?.bpFits) return;
    if (graph?.on && graph._fullLayout) {
      graph.bpFits = graph.on("plotly_afterplot", () => fit(graph));
      fit(graph);
    } else if (document.getElementById("explorer-scatter")) {
      window.setTimeout(window.bpNames, 100, plot);
    }
  };
})();
