/* The small histograms of the filters: drawn from numbers, and brushed. Drag to choose a range, drag an edge to move it,
   click to take it away. Only the range leaves the browser. The keyboard's way are the two fields below each histogram. */
(() => {
  const EDGE = 7; // pixels around an edge that grab it
  const HEIGHT = 30;
  const GAP = 0.12; // of a bar's width
  const strips = new Map(); // property: edges, counts of the batch and of the selection, what is chosen, decimals
  let drag = null;

  // Heights are square roots, so that rare values stay visible.
  const bars = (counts, tallest) =>
    counts
      .map((number, place) => {
        if (!number) return "";
        const height = Math.max(1, HEIGHT * Math.sqrt(number / tallest)).toFixed(1);
        return `M${(place + GAP / 2).toFixed(2)} ${HEIGHT}v-${height}h${1 - GAP}V${HEIGHT}z`;
      })
      .join("");

  // Every bin is as wide as the next, whatever it spans: the outermost hold the far values.
  const valueAt = (edges, share) => {
    const at = share * (edges.length - 1);
    const place = Math.min(edges.length - 2, Math.floor(at));
    return edges[place] + (at - place) * (edges[place + 1] - edges[place]);
  };
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

  // An answer that comes while somebody drags leaves what is being drawn where it is.
  const holdOn = () => {
    drag.shown = drag.strip.querySelector(".brush");
    if (drag.shown) drag.shown.style.visibility = "hidden";
    drag.strip.append(drag.shape);
  };

  const paint = (strip, { edges, counts, selected, chosen }) => {
    const tallest = Math.max(1, ...counts);
    strip.innerHTML = `<svg viewBox="0 0 ${counts.length} ${HEIGHT}" preserveAspectRatio="none">
      <path class="rest" d="${bars(counts, tallest)}"/><path class="pick" d="${bars(selected, tallest)}"/></svg>`;
    if (chosen && edges.length) {
      const [low, high] = chosen;
      place(strip.appendChild(newBrush()), low === null ? 0 : shareOf(edges, low), high === null ? 1 : shareOf(edges, high));
    }
    if (drag?.strip === strip) holdOn();
  };

  // A selection as jobs/read/address.py spells it: ranges first, by name.
  const nameOf = (part) => part.slice(0, part.indexOf("="));
  const isRange = (part) => part.startsWith("r.");
  const partsOf = (selection) => (selection || "").split("&").filter(Boolean);
  const spelled = (ranges, others) => [...ranges.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)), ...others].join("&");
  const rangesOf = (selection) => new Map(partsOf(selection).filter(isRange).map((part) => [nameOf(part), part]));
  const othersOf = (selection) => partsOf(selection).filter((part) => !isRange(part));

  const clientside = (window.dash_clientside = window.dash_clientside || {});
  clientside.brush = {
    // The selection with one range replaced.
    select: (brushed, selection) => {
      if (!brushed) return window.dash_clientside.no_update;
      const { key, bounds } = brushed;
      const ranges = rangesOf(selection);
      if (bounds.every((bound) => bound === null)) ranges.delete(`r.${key}`);
      else ranges.set(`r.${key}`, `r.${key}=${bounds.map((bound) => bound ?? "").join("..")}`);
      const changed = spelled([...ranges.values()], othersOf(selection));
      return changed === (selection || "") ? window.dash_clientside.no_update : changed;
    },
    // What the server made of a selection, with the ranges that were brushed meanwhile.
    merge: (changed, selection) => {
      if (!changed) return window.dash_clientside.no_update;
      const [before, after, now] = [changed.before, changed.after, selection].map(rangesOf);
      for (const name of [...before.keys(), ...now.keys()]) {
        if (before.get(name) === now.get(name)) continue;
        if (now.has(name)) after.set(name, now.get(name));
        else after.delete(name);
      }
      return spelled([...after.values()], othersOf(changed.after));
    },
    // The filters may have come with the same answer and not be there yet.
    draw: (drawn, tries = 100) => {
      const missing = {};
      for (const [key, one] of Object.entries(drawn || {})) {
        const strip = document.querySelector(`.bp-hist[data-key="${key}"]`);
        if (strip) paint(strip, one);
        else missing[key] = one;
        strips.set(key, one);
      }
      if (Object.keys(missing).length && tries > 0) requestAnimationFrame(() => clientside.brush.draw(missing, tries - 1));
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
    place(drag.shape, drag.from, drag.to);
    event.preventDefault();
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.to = shareAt(drag.strip, event.clientX);
    drag.moved = drag.moved || Math.abs(event.clientX - drag.start) > 3;
    place(drag.shape, drag.from, drag.to);
  });
  const finish = (keep) => {
    if (!drag) return;
    const { strip, shape, shown, moved } = drag;
    const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
    drag = null;
    if (!keep || (!moved && !shown)) {
      shape.remove();
      if (shown) shown.style.visibility = "";
      return;
    }
    // What was drawn stays until the answer is there.
    shown?.remove();
    if (!moved) shape.remove();
    const { edges, decimals } = strips.get(strip.dataset.key);
    const bound = (share) => Number(valueAt(edges, share).toFixed(decimals));
    // A range that reaches an edge of the data is open on that side.
    const bounds = moved ? [from <= 0 ? null : bound(from), to >= 1 ? null : bound(to)] : [null, null];
    clientside.set_props("explorer-range", { data: { key: strip.dataset.key, bounds, at: Date.now() } });
  };
  document.addEventListener("pointerup", () => finish(true));
  document.addEventListener("pointercancel", () => finish(false));
})();
