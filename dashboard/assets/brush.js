/* Brushing the small histograms: drag to choose a range, drag an edge to move it, click to take it away.
   Only the range leaves the browser. The keyboard's way are the two fields below each histogram. */
(() => {
  const EDGE = 7; // pixels around an edge that grab it
  let drag = null;

  // Every bin is as wide as the next, whatever it spans: the outermost hold the far values.
  const scaleOf = (strip) => {
    const edges = strip.dataset.edges.split(" ").map(Number);
    return (share) => {
      const at = share * (edges.length - 1);
      const place = Math.min(edges.length - 2, Math.floor(at));
      return edges[place] + (at - place) * (edges[place + 1] - edges[place]);
    };
  };
  const shareAt = (strip, clientX) => {
    const box = strip.getBoundingClientRect();
    return Math.min(1, Math.max(0, (clientX - box.left) / box.width));
  };
  const paint = () => {
    const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
    drag.shape.style.left = `${100 * from}%`;
    drag.shape.style.width = `${100 * (to - from)}%`;
  };

  document.addEventListener("pointerdown", (event) => {
    const strip = event.target.closest?.(".bp-hist");
    if (!strip || event.button !== 0 || !strip.dataset.edges) return;
    const at = shareAt(strip, event.clientX);
    const shown = strip.querySelector(".brush");
    let from = at;
    if (shown) {
      const box = shown.getBoundingClientRect();
      if (Math.abs(event.clientX - box.left) <= EDGE) from = shareAt(strip, box.right);
      else if (Math.abs(event.clientX - box.right) <= EDGE) from = shareAt(strip, box.left);
      shown.style.visibility = "hidden";
    }
    const shape = document.createElement("span");
    shape.className = "brush";
    strip.appendChild(shape);
    drag = { strip, shown, shape, from, to: at, start: event.clientX, moved: false };
    strip.setPointerCapture?.(event.pointerId);
    paint();
    event.preventDefault();
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.to = shareAt(drag.strip, event.clientX);
    drag.moved = drag.moved || Math.abs(event.clientX - drag.start) > 3;
    paint();
  });
  const finish = (keep) => {
    if (!drag) return;
    const { strip, shape, shown, moved } = drag;
    const value = scaleOf(strip);
    const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
    drag = null;
    shape.remove();
    if (shown) shown.style.visibility = "";
    if (!keep || (!moved && !shown)) return;
    // A range that reaches an edge of the data is open on that side.
    const bounds = moved ? [from <= 0 ? null : value(from), to >= 1 ? null : value(to)] : [null, null];
    window.dash_clientside.set_props("explorer-brush", {
      data: { ranges: { [strip.dataset.key]: bounds }, at: Date.now() },
    });
  };
  document.addEventListener("pointerup", () => finish(true));
  document.addEventListener("pointercancel", () => finish(false));
})();
