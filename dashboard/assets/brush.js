/* The small histograms of the filters: drawn from numbers, and brushed. Drag to choose a range, drag an edge to move it,
   click to take it away. Only the range leaves the browser. The keyboard's way are the two fields below each histogram. */
(() => {
  const EDGE = 7; // pixels around an edge that grab it
  const HEIGHT = 30;
  const GAP = 0.12; // of a bar's width
  const strips = new Map(); // property: edges, counts of all and of the selection, what is chosen, decimals
  let drag = null;

  // Heights are square roots, so that rare values stay visible.
  const bars = (counts, tallest) =>
    Array.from(counts, (number, place) => {
        if (!number) return "";
        const height = Math.max(1, HEIGHT * Math.sqrt(number / tallest)).toFixed(1);
        return `M${(place + GAP / 2).toFixed(2)} ${HEIGHT}v-${height}h${1 - GAP}V${HEIGHT}z`;
      }).join("");

  // Every bin is as wide as the next, whatever it spans: the outermost hold the far values.
  const shareOf = (edges, value) => {
    if (value <= edges[0]) return 0;
    if (value >= edges.at(-1)) return 1;
    const place = edges.findLastIndex((edge) => edge <= value);
    return (place + (value - edges[place]) / (edges[place + 1] - edges[place])) / (edges.length - 1);
  };
  const shareAt = (strip, clientX) => {
    const box = strip.getBoundingClientRect();
    return Math.min(1, Math.max(0, (clientX - box.left) / box.width));
  };
  const place = (shape, one, other) => {
    shape.style.left = `${100 * Math.min(one, other)}%`;
    shape.style.width = `${100 * Math.abs(one - other)}%`;
  };
  const newBrush = () => Object.assign(document.createElement("span"), { className: "brush" });

  // An answer that arrives during a drag leaves the shape being drawn where it is.
  const holdOn = () => {
    drag.shown = drag.strip.querySelector(".brush");
    if (drag.shown) drag.shown.style.visibility = "hidden";
    drag.strip.append(drag.shape);
  };

  const paint = (strip, { edges, counts, selected, chosen, decimals }) => {
    const tallest = Math.max(1, ...counts);
    strip.innerHTML = `<svg viewBox="0 0 ${counts.length} ${HEIGHT}" preserveAspectRatio="none">
      <path class="rest" d="${bars(counts, tallest)}"/><path class="pick" d="${bars(selected, tallest)}"/></svg>`;
    if (chosen && edges.length) {
      const [low, high] = chosen;
      const end = high === null ? 1 : shareOf(edges, window.bpBars.next(high, decimals));
      place(strip.appendChild(newBrush()), low === null ? 0 : shareOf(edges, low), end);
    }
    if (drag?.strip === strip) holdOn();
  };

  // Whole bars, which are all that can be seen: from the first value that is shown in them to the last.
  const next = (value, decimals) => Number((value + 10 ** -decimals).toFixed(decimals));
  const firstIn = (edge, decimals) => Number((Math.ceil(edge * 10 ** decimals - 1e-6) / 10 ** decimals).toFixed(decimals));
  const barsAt = ({ edges }, from, to) => {
    const bars = edges.length - 1;
    const [first, after] = [from, to].map((share) => Math.round(share * bars));
    if (first < after) return [first, after];
    const only = Math.min(bars - 1, Math.floor(from * bars));
    return [only, only + 1];
  };
  const boundsOf = ({ edges, decimals }, [first, after]) => {
    const bars = edges.length - 1;
    const lowest = firstIn(edges[first], decimals);
    const highest = Number((firstIn(edges[after], decimals) - 10 ** -decimals).toFixed(decimals));
    if (bars === 1) return [lowest, highest];
    // A range that reaches an edge of the data is open on that side.
    return [first === 0 ? null : lowest, after === bars ? null : highest];
  };
  const bounds = (strip, from, to) => boundsOf(strip, barsAt(strip, from, to));
  // The bars that a range selects, from the first to before the last; null when it does not end where bars do.
  const barsOf = (strip, [low, high]) => {
    const bars = strip.edges.length - 1;
    const all = Array.from({ length: bars }, (_, bar) => bar);
    const first = low === null ? 0 : all.findIndex((bar) => boundsOf({ ...strip, edges: strip.edges.slice(bar, bar + 2) }, [0, 1])[0] === low);
    const last = high === null ? bars - 1 : all.findIndex((bar) => boundsOf({ ...strip, edges: strip.edges.slice(bar, bar + 2) }, [0, 1])[1] === high);
    return first < 0 || last < first ? null : [first, last + 1];
  };
  // The range that bars select, as it is written in the fields below, while it moves.
  const words = (strip, key, bars) => {
    const [low, high] = boundsOf(strip, bars).map((bound, side) => (bound === null ? null : window.bpNumbers.shown(key, side, bound)));
    if (low === null && high === null) return "all";
    return low === null ? `\u2264 ${high}` : high === null ? `\u2265 ${low}` : `${low} to ${high}`;
  };
  // The bars of what is selected, in place of those that are drawn.
  const pick = (key, { counts }, selected) => {
    const shape = document.querySelector(`.bp-hist[data-key="${key}"] .pick`);
    if (shape) shape.setAttribute("d", bars(selected, Math.max(1, ...counts)));
  };
  window.bpBars = { bounds, next, barsAt, barsOf, pick };

  const clientside = (window.dash_clientside = window.dash_clientside || {});
  clientside.brush = {
    // The filters may have come with the same answer and not be there yet.
    draw: (drawn, counts, tries = 100) => {
      const missing = {};
      for (const [key, one] of Object.entries(drawn || {})) {
        const strip = document.querySelector(`.bp-hist[data-key="${key}"]`);
        if (strip) paint(strip, one);
        else missing[key] = one;
        strips.set(key, one);
      }
      if (Object.keys(missing).length && tries > 0) requestAnimationFrame(() => clientside.brush.draw(missing, null, tries - 1));
      window.bpLive.answered(strips, drawn, counts);
    },
  };

  document.addEventListener("pointerdown", (event) => {
    const strip = event.target.closest?.(".bp-hist");
    if (!strip || event.button !== 0 || !strips.get(strip.dataset.key)?.edges.length) return;
    const at = shareAt(strip, event.clientX);
    const box = strip.querySelector(".brush")?.getBoundingClientRect();
    let from = at;
    if (box && Math.abs(event.clientX - box.left) <= EDGE) from = shareAt(strip, box.right);
    else if (box && Math.abs(event.clientX - box.right) <= EDGE) from = shareAt(strip, box.left);
    drag = { strip, shape: newBrush(), from, to: at, start: event.clientX, moved: false };
    holdOn();
    strip.setPointerCapture?.(event.pointerId);
    window.bpLive.entered(strip.dataset.key);
    place(drag.shape, drag.from, drag.to);
    event.preventDefault();
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.to = shareAt(drag.strip, event.clientX);
    drag.moved = drag.moved || Math.abs(event.clientX - drag.start) > 3;
    place(drag.shape, drag.from, drag.to);
    if (!drag.moved) return;
    const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
    const { key } = drag.strip.dataset;
    const moved = barsAt(strips.get(key), from, to);
    drag.strip.dataset.bounds = words(strips.get(key), key, moved);
    window.bpLive.moved(key, moved);
  });
  const finish = (keep) => {
    if (!drag) return;
    const { strip, shape, shown, moved } = drag;
    delete strip.dataset.bounds;
    const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
    drag = null;
    if (!keep || (!moved && !shown)) {
      window.bpLive.stopped();
      shape.remove();
      if (shown) shown.style.visibility = "";
      return;
    }
    // What was drawn stays until the answer is there.
    shown?.remove();
    if (!moved) shape.remove();
    const bounds = moved ? window.bpBars.bounds(strips.get(strip.dataset.key), from, to) : [null, null];
    window.bpLive.released();
    clientside.set_props("explorer-range", { data: { key: strip.dataset.key, bounds, at: Date.now() } });
  };
  // A pointer near a histogram may be about to move its range: what that takes is done while it gets there.
  const near = (event) => {
    const key = event.target.closest?.(".bp-f")?.querySelector(".bp-hist")?.dataset.key;
    if (key && !drag) window.bpLive.entered(key);
  };
  document.addEventListener("pointerover", near);
  document.addEventListener("focusin", near);
  document.addEventListener("pointerup", () => finish(true));
  document.addEventListener("pointercancel", () => finish(false));
})();
