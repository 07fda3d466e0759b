/* Plots as a figure for print: Plotly draws each again at the wanted size as SVG, and they are put on one sheet with a
   title, letters and one legend. Everything on it is text in one font, lines and areas that drawing programs can edit. */
(() => {
  const FONT = "Arial"; // one name and no list: Illustrator and Inkscape take it as the font's name
  const MM = 96 / 25.4;
  const PT = 96 / 72;
  const PAGE_FONT = 11; // pixels of the words of plots on the page
  const PAGE_WIDTH = 640; // about as wide as plots are there
  const VECTORS = 10000; // points at most that are circles of their own; of more, a picture among the vectors
  const SVG = "http://www.w3.org/2000/svg";
  const NUMBERS = new Set(["x", "y", "z", "width", "text", "tickvals", "ticktext", "colorscale", "range", "domain"]);
  const BY_FONT = new Set(["xshift", "yshift", "standoff", "borderpad", "l", "r", "t", "b", "len", "thickness", "xpad", "ypad"]);

  // A figure is on white in either theme: each colour of the dark one has its counterpart.
  const inLight = (part, light) => {
    if (typeof part === "string") return light[part] || part;
    if (Array.isArray(part)) return part.map((one) => inLight(one, light));
    if (!part || typeof part !== "object" || ArrayBuffer.isView(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, inLight(one, light)]));
  };

  // Words grow with the font, and so does the room for them; lines and points with the width.
  const resized = (part, by, within = "") => {
    if (Array.isArray(part)) return part.map((one) => resized(one, by, within));
    if (!part || typeof part !== "object" || ArrayBuffer.isView(part)) return part;
    const isFont = /font$/.test(within);
    const change = ([name, one]) => {
      if (isFont && name === "family") return [name, FONT];
      if (typeof one === "number") {
        if ((isFont && name === "size") || BY_FONT.has(name)) return [name, one * by.font];
        if ((name === "width" && within === "line") || (name === "size" && within === "marker")) return [name, one * by.width];
      }
      return NUMBERS.has(name) && typeof one !== "object" ? [name, one] : [name, resized(one, by, name)];
    };
    return Object.fromEntries(Object.entries(part).map(change));
  };

  const isDrawn = (trace) =>
    trace.meta !== "pointer" && trace.marker?.opacity !== 0 && (trace.meta !== "mark" || trace.x?.length > 0);
  const pointsOf = (traces) => traces.reduce((sum, trace) => sum + (/^scatter/.test(trace.type) ? trace.customdata?.length || 0 : 0), 0);

  // What is only there to be pointed at stays on the page; the key of the colours comes in.
  const traceForFile = (trace, asCircles, by, legend) => {
    const kept = { ...trace, customdata: undefined, hovertemplate: undefined };
    const data = Object.fromEntries(["x", "y", "z", "text"].filter((name) => name in kept).map((name) => [name, kept[name]]));
    const made = { ...resized(kept, by), ...data, hoverinfo: "skip", showlegend: false };
    if (trace.type === "scattergl" && asCircles) made.type = "scatter";
    if (Array.isArray(trace.marker?.color) || ArrayBuffer.isView(trace.marker?.color) || trace.marker?.color?.bdata) {
      made.marker.color = trace.marker.color;
    }
    if (trace.marker?.colorbar) made.marker.showscale = legend;
    if (trace.type === "bar" && trace.width) made.width = trace.width;
    return made;
  };

  const forFile = (graph, size, { font, legend, format, dpi, light }) => {
    const by = { font: (font * PT) / PAGE_FONT, width: Math.min(1.3, Math.max(0.55, size[0] / PAGE_WIDTH)) };
    const shown = graph.data.filter(isDrawn);
    const asCircles = format !== "png" && pointsOf(shown) <= VECTORS;
    const data = shown.map((trace) => traceForFile(trace, asCircles, by, legend));
    const layout = resized({ ...graph.layout, width: undefined, height: undefined }, by);
    const clear = "rgba(0,0,0,0)";
    const isPlain = graph.layout.plot_bgcolor === graph.layout.paper_bgcolor;
    const hasBar = legend && shown.some((trace) => trace.marker?.colorbar);
    const margin = { ...layout.margin, t: layout.margin.t + (hasBar ? 30 * by.font : 0) };
    // Selections and shapes that only help on the page are not part of the figure; what was drawn around points is.
    const changes = { margin, showlegend: false, paper_bgcolor: clear, plot_bgcolor: isPlain ? clear : layout.plot_bgcolor };
    const config = { plotGlPixelRatio: (format === "png" ? dpi : 300) / 96 };
    return { ...inLight({ data, layout: { ...layout, ...changes, selections: [], uirevision: null } }, light), config };
  };

  const element = (name, attributes, words) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (words !== undefined) made.textContent = words;
    return made;
  };
  const text = (x, y, size, words, also = {}) =>
    element("text", { x: x.toFixed(2), y: y.toFixed(2), "font-family": FONT, "font-size": size.toFixed(2), fill: "#17202B", ...also }, words);

  const SYMBOLS = {
    square: "M-1-1H1V1H-1Z",
    diamond: "M0-1.3 1.3 0 0 1.3-1.3 0Z",
    "triangle-up": "M0-1.2 1.2 1H-1.2Z",
    cross: "M-.4-1.2H.4V-.4H1.2V.4H.4V1.2H-.4V.4H-1.2V-.4H-.4Z",
    x: "M-1.2-.7-.7-1.2 0-.5.7-1.2 1.2-.7.5 0 1.2.7.7 1.2 0 .5-.7 1.2-1.2.7-.5 0Z",
  };
  const symbol = ({ shape, colour }, x, y, half) => {
    if (!SYMBOLS[shape]) return element("circle", { cx: x, cy: y, r: half, fill: colour });
    return element("path", { d: SYMBOLS[shape], fill: colour, transform: `translate(${x} ${y}) scale(${half})` });
  };

  // What a plot's colours mean: named points, the two heights of bars, or the sides of a comparison.
  const legendOf = (graph, light) => {
    const sides = [...(graph.closest("[data-figure-sides]")?.querySelectorAll(".bp-key-name") || [])];
    if (sides.length) {
      return sides.map((side) => {
        const [letter, name] = [...side.children].map((one) => one.textContent.trim());
        const colour = graph.data.find((trace) => trace.name === letter)?.line?.color || "#17202B";
        return { words: `${letter}  ${name}`, colour: light[colour] || colour, shape: "square" };
      });
    }
    const bars = graph.data.filter((trace) => trace.type === "bar" && trace.meta !== "pointer" && trace.name);
    const points = graph.data.filter((trace) => /^scatter/.test(trace.type) && trace.name && !trace.meta && trace.customdata?.length && !trace.marker?.colorbar);
    return [...(bars.length > 1 ? bars : []), ...points].map(({ type, name, marker }) => ({
      words: new DOMParser().parseFromString(name, "text/html").body.textContent,
      colour: light[marker.color] || marker.color,
      shape: type === "bar" ? "square" : marker.symbol,
    }));
  };
  const together = (graphs, light) => {
    const every = graphs.flatMap((graph) => legendOf(graph, light));
    return every.filter((one, place) => every.findIndex((other) => other.words === one.words) === place);
  };

  let measure = null;
  const widthOf = (words, size) => {
    measure = measure || document.createElement("canvas").getContext("2d");
    measure.font = `${size}px ${FONT}`;
    return measure.measureText(words).width;
  };
  // The legend in lines below the plots; its height.
  const putLegend = (sheet, items, top, width, size) => {
    let [x, y] = [0, top + size];
    for (const item of items) {
      const taken = size * 1.5 + widthOf(item.words, size);
      if (x > 0 && x + taken > width) [x, y] = [0, y + size * 1.45];
      sheet.append(symbol(item, x + size * 0.45, y - size * 0.33, size * 0.34), text(x + size * 1.1, y, size, item.words));
      x += taken + size * 0.8;
    }
    return y + size * 0.6 - top;
  };

  const drawn = async (graph, size, options) => {
    const [width, height] = size.map(Math.round);
    // As text and not as an address: the content security policy lets no address be fetched but our own.
    const made = await window.Plotly.toImage(forFile(graph, size, options), { format: "svg", width, height, imageDataOnly: true });
    return document.importNode(new DOMParser().parseFromString(made, "image/svg+xml").documentElement, true);
  };

  /* The sheet as SVG: { svg, width, height } in millimetres. `plots` are { graph, ratio }. */
  const sheet = async (plots, options) => {
    const width = options.width * MM;
    const size = options.font * PT;
    const columns = plots.length > 1 && options.width > 120 ? 2 : 1;
    const gap = 3 * MM;
    const cell = (width - gap * (columns - 1)) / columns;
    const root = element("svg", { xmlns: SVG });
    let top = 0;
    if (options.title) {
      root.append(text(0, size * 1.3, size * 1.2, options.title, { "font-weight": "bold" }));
      top += size * 2.1;
    }
    const lettered = plots.length > 1 ? size * 1.4 : 0;
    for (let first = 0; first < plots.length; first += columns) {
      const row = plots.slice(first, first + columns);
      const height = Math.max(...row.map(({ ratio }) => cell * ratio));
      for (const [place, { graph, ratio }] of row.entries()) {
        const x = place * (cell + gap);
        const part = await drawn(graph, [cell, cell * ratio], options);
        part.setAttribute("x", x.toFixed(2));
        part.setAttribute("y", (top + lettered).toFixed(2));
        root.append(part);
        const letter = String.fromCharCode(97 + first + place);
        if (lettered) root.append(text(x, top + size, size * 1.15, letter, { "font-weight": "bold" }));
      }
      top += height + lettered + (first + columns < plots.length ? gap / 2 : 0);
    }
    if (options.legend) {
      const items = together(plots.map(({ graph }) => graph), options.light);
      if (items.length) top += putLegend(root, items, top + size * 0.3, width, size) + size * 0.3;
    }
    const height = Math.ceil(top);
    const inMm = [options.width, Number((height / MM).toFixed(2))];
    root.setAttribute("viewBox", `0 0 ${width.toFixed(2)} ${height}`);
    root.setAttribute("width", `${inMm[0]}mm`);
    root.setAttribute("height", `${inMm[1]}mm`);
    if (options.background !== "none") root.prepend(element("rect", { width: "100%", height: "100%", fill: "#FFFFFF" }));
    return { svg: new XMLSerializer().serializeToString(root), width: inMm[0], height: inMm[1] };
  };

  // A PNG says how large it is on paper in a chunk of its own, after the first.
  const crc = (bytes) => {
    let found = 0xffffffff;
    for (const byte of bytes) {
      found ^= byte;
      for (let bit = 0; bit < 8; bit++) found = found & 1 ? (found >>> 1) ^ 0xedb88320 : found >>> 1;
    }
    return (found ^ 0xffffffff) >>> 0;
  };
  const HEADER = 33; // signature and first chunk
  const withResolution = (png, dpi) => {
    const chunk = new Uint8Array(21);
    const view = new DataView(chunk.buffer);
    const perMetre = Math.round(dpi / 0.0254);
    view.setUint32(0, 9);
    chunk.set([112, 72, 89, 115], 4); // pHYs
    view.setUint32(8, perMetre);
    view.setUint32(12, perMetre);
    chunk[16] = 1; // the unit is the metre
    view.setUint32(17, crc(chunk.subarray(4, 17)));
    const made = new Uint8Array(png.length + chunk.length);
    made.set(png.subarray(0, HEADER));
    made.set(chunk, HEADER);
    made.set(png.subarray(HEADER), HEADER + chunk.length);
    return made;
  };

  const png = async ({ svg, width, height }, dpi) => {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height].map((mm) => Math.round((mm / 25.4) * dpi));
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    return withResolution(new Uint8Array(await blob.arrayBuffer()), dpi);
  };

  window.bpFigure = { sheet, png, withResolution, resized, inLight };
})();
