/* Everything follows while a range of a filter moves: count, boxes, histograms, distribution and scatter. The server gives
   a small number for each protein (assets/crossfilter.js counts with them), and one bit for what only it knows: text,
   motif, outline, checked rows. Once the range is let go of, the server answers as ever, and what is shown at rest is its
   answer. Where numbers are missing, as during the first seconds, a drag shows its range and the rest follows after it. */
(() => {
  const AT_ONCE = 2; // requests under way; more would hold up the page's own
  const MOST_BIT_SETS = 8;
  const APART = 8; // milliseconds between two moves that are shown at once; of more, the last one in each frame
  const engine = () => window.bpCrossfilter;
  const paint = () => window.bpLivePaint;

  let [selection, job] = ["", null];
  let [strips, groups] = [new Map(), {}];
  const codes = new Map(); // name: typed array; null while it is awaited or when it can't be had
  const bitSets = new Map(); // the part of a selection that only the server knows: its bits
  let index = null; // what was counted for the range that is about to move
  let shown = 0; // when the last one was
  let wanted = null; // the bars that are to be shown next
  let state = "still"; // then "moving", then "awaiting" the server's answer

  // ---- what is asked for

  const ask = async (path, Kind) => {
    const answer = await fetch(`${window.bpPlace(job)}/${path}`);
    const isData = (answer.headers.get("Content-Type") || "").startsWith("application/octet-stream");
    if (!answer.ok || !isData) throw new Error(`${answer.status}`);
    return new Kind(await answer.arrayBuffer());
  };
  // Bars are counted from 0, whether anything lies below the first bin or not.
  const fromFirst = (numbers, first) => {
    if (first) for (let row = 0; row < numbers.length; row += 1) if (numbers[row] !== engine().NONE) numbers[row] -= 1;
    return numbers;
  };
  const queue = [];
  let asking = 0;
  const next = async () => {
    if (asking >= AT_ONCE || !queue.length) return;
    const { name, first = 0, Kind = Uint8Array, of } = queue.shift();
    if (of !== job) {
      next(); // of an analysis that was left meanwhile
      return;
    }
    asking += 1;
    try {
      const numbers = await ask(`codes/${encodeURIComponent(name)}`, Kind);
      if (of === job) codes.set(name, fromFirst(numbers, first));
      index = null;
    } catch {
      codes.delete(name); // asked again when somebody comes near
    }
    asking -= 1;
    next();
  };
  const need = (one) => {
    if (!job || !one.name || codes.has(one.name)) return;
    codes.set(one.name, null);
    queue.push({ ...one, of: job });
    next();
  };
  const whenIdle = (task) => {
    if (job && !navigator.connection?.saveData) (window.requestIdleCallback || window.setTimeout)(task);
  };
  const needAll = () => {
    for (const { codes: name, first } of strips.values()) need({ name, first });
    for (const { codes: name } of Object.values(groups)) need({ name });
    const { distribution, cells } = paint().needed();
    if (distribution) need(distribution);
    if (cells) need({ ...cells, Kind: Uint16Array });
  };

  // ---- the selection, apart from the range that moves

  const written = (ranges, all) => window.bpSelection.write({ ...all, ranges, sort: [] });
  const parts = (key) => {
    const all = window.bpSelection.read(selection);
    const [here, there] = [[], {}];
    for (const [other, range] of Object.entries(all.ranges)) {
      if (other === key) continue;
      const strip = strips.get(other);
      const bars = strip && window.bpBars.barsOf(strip, range);
      const known = strip && codes.get(strip.codes);
      if (bars && known) here.push({ codes: known, first: bars[0], after: bars[1] });
      else there[other] = range;
    }
    return { here, there: written(there, all) };
  };
  const needBits = async (part) => {
    if (!part || bitSets.has(part)) return;
    bitSets.set(part, null);
    while (bitSets.size > MOST_BIT_SETS) bitSets.delete(bitSets.keys().next().value);
    try {
      const query = await new Promise((resolve) => {
        const found = () => window.bpAddress.fit(job, part, "", () => resolve(found()));
        const now = found();
        if (now !== null) resolve(now);
      });
      bitSets.set(part, await ask(`rows?${query}`, Uint8Array));
    } catch {
      bitSets.delete(part);
    }
  };

  // ---- counting

  const view = (name, size) => (codes.get(name) ? { codes: codes.get(name), size } : null);
  const views = () => {
    const found = {};
    for (const [key, strip] of strips) found[`strip ${key}`] = view(strip.codes, strip.counts.length);
    for (const [id, { codes: name, boxes }] of Object.entries(groups)) found[`boxes ${id}`] = view(name, Math.max(...boxes) + 1);
    const { distribution, cells } = paint().needed();
    if (distribution) found.distribution = view(distribution.name, distribution.size);
    if (cells) found.cells = view(cells.name, cells.size);
    return Object.fromEntries(Object.entries(found).filter(([, one]) => one));
  };
  const entered = (key) => {
    const strip = strips.get(key);
    if (!strip || !strip.edges.length || index?.key === key) return;
    needAll();
    const moving = codes.get(strip.codes);
    if (!moving) return;
    const { here, there } = parts(key);
    if (there && !bitSets.get(there)) {
      needBits(there);
      return;
    }
    const began = performance.now();
    const pass = engine().passing(moving.length, there ? bitSets.get(there) : null, here);
    const bins = strip.counts.length;
    index = { key, bins, records: moving.length, ...engine().indexed({ codes: moving, bins }, views(), pass) };
    paint().prepare(index);
    tell("index", began);
  };
  const tell = (what, began, more = {}) =>
    document.dispatchEvent(new CustomEvent("bp-live", { detail: { what, began, ended: performance.now(), ...more } }));

  // ---- showing

  const number = (value) => value.toLocaleString("en");
  const showBoxes = () => {
    for (const [id, { codes: name, boxes, labels: where }] of Object.entries(groups)) {
      const counts = index.counts[`boxes ${id}`];
      if (!counts) continue;
      const all = (codes.get(name).all ??= engine().tallied(codes.get(name), counts.length));
      const labels = document.querySelectorAll(where);
      boxes.forEach((code, place) => {
        if (!labels[place]) return;
        labels[place].dataset.live = counts[code] === all[code] ? number(all[code]) : `${number(counts[code])} of ${number(all[code])}`;
      });
    }
  };
  const showCount = (count) => {
    const words = document.getElementById("explorer-count");
    words.dataset.live = number(count);
    words.dataset.rest = ` of ${number(index.records)} selected`;
  };
  const show = (moved) => {
    const began = performance.now();
    const { first, after } = wanted;
    wanted = null;
    shown = began;
    const everything = first === 0 && after === index.bins && index.bins > 1;
    const count = index.count(first, after, everything);
    document.body.classList.add("bp-live");
    showCount(count);
    showBoxes();
    for (const [key, strip] of strips) {
      const counts = index.counts[`strip ${key}`];
      if (counts) window.bpBars.pick(key, strip, counts);
    }
    if (index.counts.distribution) paint().distribution(index.counts.distribution);
    const drawn = performance.now();
    paint().scatter(index, everything ? [0, index.bins + 1] : [first, after]);
    tell("frame", began, { moved, drawn, count });
  };

  const moved = (key, [first, after]) => {
    if (index?.key !== key) entered(key);
    if (index?.key !== key) return;
    state = "moving";
    const [isFirst, at] = [!wanted, performance.now()];
    wanted = { first, after };
    if (isFirst && at - shown > APART) show(at);
    else if (isFirst) requestAnimationFrame(() => wanted && index && show(at));
  };
  const clear = () => {
    for (const one of document.querySelectorAll("[data-live]")) {
      delete one.dataset.live;
      delete one.dataset.rest;
    }
    document.body.classList.remove("bp-live");
  };
  const stopped = () => {
    wanted = null;
    if (state !== "still") {
      clear();
      for (const [key, strip] of strips) window.bpBars.pick(key, strip, strip.selected);
    }
    state = "still";
    paint().clear("distribution");
    paint().clear("scatter");
  };
  const released = () => {
    if (wanted && index) show(performance.now());
    state = state === "moving" ? "awaiting" : "still";
  };
  // The server's answer takes the place of what was counted here; one that comes during a drag waits for its end.
  const answered = (all, drawn, counts) => {
    for (const key of [...all.keys()]) if (drawn && !(key in drawn)) all.delete(key);
    strips = all;
    if (counts?.categories) groups = counts.categories;
    if (state === "awaiting") {
      state = "still";
      clear();
    }
    whenIdle(needAll);
  };
  const plotted = (plot) => {
    if (state !== "moving") paint().clear(plot);
  };

  const selected = (text, of) => {
    if (of !== job) {
      codes.clear();
      bitSets.clear();
      queue.length = 0;
    }
    if (of !== job || text !== selection) index = null;
    [selection, job] = [text || "", of];
    if (!strips.size) return;
    needBits(parts(null).there);
    whenIdle(needAll);
  };

  window.bpLive = { entered, moved, released, stopped, answered, plotted, selected };
})();
