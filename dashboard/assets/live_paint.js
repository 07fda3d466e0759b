/* The two large plots while a range moves: painted on canvases that lie over Plotly's, with the places of its axes. */
(() => {
  const GRAPHS = { distribution: "explorer-histogram", scatter: "explorer-scatter" };
  const graphOf = (plot) => document.querySelector(`#${GRAPHS[plot]} .js-plotly-plot`);
  const metaOf = (plot) => graphOf(plot)?.layout?.meta;

  // ---- layers

  // What was painted over a figure goes as soon as another figure is drawn.
  const watch = (plot, graph) => {
    if (graph.bpWatched) return;
    graph.bpWatched = true;
    graph.on("plotly_afterplot", () => {
      const canvas = graph.querySelector(".bp-live-layer");
      if (canvas && canvas.figure !== graph.data) window.bpLive.plotted(plot);
    });
  };
  const layerOf = (plot) => {
    const graph = graphOf(plot);
    const { xaxis, yaxis } = graph._fullLayout;
    const holder = graph.querySelector(".svg-container");
    let canvas = holder.querySelector(":scope > .bp-live-layer");
    if (!canvas) {
      canvas = Object.assign(document.createElement("canvas"), { className: "bp-live-layer" });
      (holder.querySelector(":scope > .gl-container") || holder.querySelector(":scope > .main-svg")).after(canvas);
    }
    const ratio = window.devicePixelRatio || 1;
    const size = { width: Math.round(xaxis._length * ratio), height: Math.round(yaxis._length * ratio) };
    if (canvas.width !== size.width) canvas.width = size.width;
    if (canvas.height !== size.height) canvas.height = size.height;
    const box = { left: xaxis._offset, top: yaxis._offset, width: xaxis._length, height: yaxis._length };
    for (const [side, value] of Object.entries(box)) canvas.style[side] = `${value}px`;
    graph.classList.add("bp-live-plot");
    canvas.figure ??= graph.data;
    watch(plot, graph);
    return { canvas, pen: canvas.getContext("2d"), ratio, xaxis, yaxis };
  };
  const clear = (plot) => {
    const graph = graphOf(plot);
    graph?.classList.remove("bp-live-plot");
    graph?.querySelector(".bp-live-layer")?.remove();
  };

  // A value's place along an axis, from 0 to 1.
  const shareOf = (axis) => {
    const [low, high] = axis.range;
    const log = axis.type === "log";
    return (value) => ((log ? Math.log10(value) : value) - low) / (high - low);
  };
  const rgb = (colour) => {
    const [, hex] = /^#([0-9a-f]{6})$/i.exec(colour) || [null, "808080"];
    return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
  };
  const pixel = ([red, green, blue], opacity) => ((Math.round(255 * opacity) << 24) | (blue << 16) | (green << 8) | red) >>> 0;

  // ---- the distribution

  const barsOf = (graph) => graph._fullData.find((trace) => trace.meta === "pointer") && graph._fullData[0];
  const distribution = (counts) => {
    const graph = graphOf("distribution");
    const bars = graph && barsOf(graph);
    if (!bars) return;
    const { pen, canvas, ratio, xaxis, yaxis } = layerOf("distribution");
    const [across, up] = [shareOf(xaxis), shareOf(yaxis)];
    const { rest, pick } = graph.layout.meta;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    const fill = (colour, heightOf) => {
      pen.fillStyle = colour;
      pen.beginPath();
      for (let bar = 0; bar < bars.x.length; bar += 1) {
        const [left, right] = [across(bars.x[bar]) * canvas.width, across(bars.x[bar] + bars.width[bar]) * canvas.width];
        const height = up(heightOf(bar)) * canvas.height;
        if (height > 0) pen.rect(left, canvas.height - height, Math.max(ratio, right - left), height);
      }
      pen.fill();
    };
    fill(rest, (bar) => bars.y[bar]);
    fill(pick, (bar) => counts[bar]);
  };

  // ---- the scatter: points as pixels, or the cells of a density

  const STEPS = 64;
  // From few to many, in equal ratios.
  const ramp = (colours, opacity = 1) =>
    Uint32Array.from({ length: STEPS + 1 }, (_, step) => {
      const at = (step / STEPS) * (colours.length - 1);
      const [one, other] = [rgb(colours[Math.floor(at)]), rgb(colours[Math.ceil(at)])];
      return pixel(one.map((part, place) => Math.round(part + (other[place] - part) * (at % 1))), opacity);
    });
  let scene = null; // what stays as it is during a drag

  const stampOf = (size, width) => {
    const radius = size / 2;
    const [offsets, reach] = [[], Math.ceil(radius)];
    for (let y = -reach; y <= reach; y += 1) {
      for (let x = -reach; x <= reach; x += 1) if (x * x + y * y <= radius * radius + 0.5) offsets.push(y * width + x);
    }
    return { offsets: Int32Array.from(offsets), reach };
  };
  // The ink of each point of a trace: its own colour, or its place on the scale of a property.
  const inkOf = ({ marker }, opacity) => {
    if (typeof marker.color === "string") {
      const ink = pixel(rgb(marker.color), opacity);
      return () => ink;
    }
    const { color, colorscale, cmin, cmax } = marker;
    const steps = ramp(colorscale.map(([, tint]) => tint), opacity);
    const scale = STEPS / (cmax - cmin || 1);
    return (point) => steps[Math.round(Math.min(STEPS, Math.max(0, (color[point] - cmin) * scale)))];
  };
  // With `coloured`, the points that are selected keep their colours; of the others none is known (0).
  const pointsOf = (graph, layer, reach, coloured, opacity) => {
    const { canvas, xaxis, yaxis } = layer;
    const [across, up] = [shareOf(xaxis), shareOf(yaxis)];
    const [rows, places, inked] = [[], [], []];
    let isBelow = true;
    for (const trace of graph._fullData) {
      if (trace.type !== "scattergl" || trace.meta === "mark") continue;
      const ink = coloured && !isBelow ? inkOf(trace, opacity) : () => 0;
      isBelow = false;
      if (!trace.customdata?.length) continue;
      for (let point = 0; point < trace.x.length; point += 1) {
        const x = Math.round(across(trace.x[point]) * canvas.width);
        const y = Math.round((1 - up(trace.y[point])) * canvas.height);
        if (x < reach || y < reach || x >= canvas.width - reach || y >= canvas.height - reach) continue;
        rows.push(trace.customdata[point] - 1);
        places.push(y * canvas.width + x);
        inked.push(ink(point));
      }
    }
    return { rows: Int32Array.from(rows), places: Int32Array.from(places), inked: Uint32Array.from(inked) };
  };
  // How opaque a pixel is, by the number of points that lie on it.
  const inks = (colour, opacity) => Uint32Array.from({ length: 256 }, (_, many) => pixel(rgb(colour), 1 - (1 - opacity) ** many));
  const spread = (found, { offsets }, heights, isShown) => {
    heights.fill(0);
    for (let point = 0; point < found.rows.length; point += 1) {
      if (!isShown(found.rows[point])) continue;
      const place = found.places[point];
      for (let one = 0; one < offsets.length; one += 1) {
        const at = place + offsets[one];
        if (heights[at] < 255) heights[at] += 1;
      }
    }
  };

  const pointScene = (graph, layer) => {
    const { canvas, ratio } = layer;
    const { size, pick, rest, coloured } = graph.layout.meta.live;
    const stamp = stampOf(size * ratio, canvas.width);
    const points = pointsOf(graph, layer, stamp.reach, coloured, pick[1]);
    const heights = new Uint8Array(canvas.width * canvas.height);
    const below = inks(...rest);
    spread(points, stamp, heights, () => true);
    const all = Uint32Array.from(heights, (many) => below[many]);
    const image = new ImageData(canvas.width, canvas.height);
    const pixels = new Uint32Array(image.data.buffer);
    const above = inks(...pick);
    if (coloured) {
      return ({ places }, [first, after]) => {
        pixels.set(all);
        for (let point = 0; point < points.rows.length; point += 1) {
          const place = places[points.rows[point]];
          if (place < first || place >= after) continue;
          const ink = points.inked[point] || above[1];
          for (let one = 0; one < stamp.offsets.length; one += 1) pixels[points.places[point] + stamp.offsets[one]] = ink;
        }
        layer.pen.putImageData(image, 0, 0);
      };
    }
    return ({ places }, [first, after]) => {
      spread(points, stamp, heights, (row) => places[row] >= first && places[row] < after);
      for (let at = 0; at < pixels.length; at += 1) pixels[at] = heights[at] ? above[heights[at]] : all[at];
      layer.pen.putImageData(image, 0, 0);
    };
  };

  const fill = (counts, inkOf, pixels, stride) => {
    let most = 1;
    for (let cell = 0; cell < counts.length; cell += 1) if (counts[cell] > most) most = counts[cell];
    const scale = most > 1 ? STEPS / Math.log(most) : 0;
    const rows = counts.length / stride;
    for (let cell = 0; cell < counts.length; cell += 1) {
      if (!counts[cell]) continue;
      const row = rows - 1 - Math.floor(cell / stride);
      pixels[row * stride + (cell % stride)] = inkOf[most > 1 ? Math.round(Math.log(counts[cell]) * scale) : STEPS / 2];
    }
  };
  const densityScene = (graph, layer, index) => {
    const { across, edges, scales } = graph.layout.meta.live;
    const counts = index.counts.cells;
    if (!counts) return null;
    const small = new OffscreenCanvas(across, counts.length / across);
    const image = new ImageData(small.width, small.height);
    const pixels = new Uint32Array(image.data.buffer);
    const [below, above] = scales.map(ramp);
    index.count(0, index.bins, true);
    fill(counts, below, pixels, across);
    const all = pixels.slice();
    const [x, y] = [shareOf(layer.xaxis), shareOf(layer.yaxis)];
    const [left, right] = edges[0].map((edge) => x(edge) * layer.canvas.width);
    const [bottom, top] = edges[1].map((edge) => (1 - y(edge)) * layer.canvas.height);
    layer.pen.imageSmoothingEnabled = false;
    const pen = small.getContext("2d");
    return () => {
      pixels.set(all);
      fill(counts, above, pixels, across);
      pen.putImageData(image, 0, 0);
      layer.pen.clearRect(0, 0, layer.canvas.width, layer.canvas.height);
      layer.pen.drawImage(small, left, top, right - left, bottom - top);
    };
  };
  // Before the first move: where every point is. The layer itself comes with the first move.
  const prepare = (index) => {
    scene = { index, figure: null, draw: null };
  };
  const scatter = (index, range) => {
    const graph = graphOf("scatter");
    if (!graph?._fullLayout?.meta?.live || scene?.index !== index) return;
    if (scene.figure !== graph.data) {
      scene.figure = graph.data;
      const layer = layerOf("scatter");
      scene.draw = (graph.layout.meta.live.cells ? densityScene : pointScene)(graph, layer, index) || (() => clear("scatter"));
      if (graph.layout.meta.live.cells) index.count(...(range[1] > index.bins ? [0, index.bins, true] : range));
    }
    scene.draw(index, range);
  };

  // The numbers that the plots need for each protein.
  const needed = () => {
    const [distribution, live] = [metaOf("distribution"), metaOf("scatter")?.live];
    const bars = graphOf("distribution")?._fullData?.[0]?.x?.length;
    return {
      distribution: distribution?.codes && bars ? { name: distribution.codes, first: distribution.first, size: bars } : null,
      cells: live?.cells ? { name: live.cells, size: live.across * live.up } : null,
    };
  };

  window.bpLivePaint = { needed, prepare, distribution, scatter, clear };
})();
