/* What `make live` runs inside the explorer's page: pointer traces, and other ways to count the same rows. Each is a function of
   a list of arguments, the last of which takes the result. */
window.bpBench = (() => {
  const strip = (key) => document.querySelector(`.bp-hist[data-key="${key}"]`);
  const pointer = (target, box) => (type, share) =>
    target.dispatchEvent(
      new PointerEvent(type, { bubbles: true, pointerId: 1, button: 0, buttons: 1, clientX: box.left + share * box.width, clientY: box.top + 10 }),
    );

  // The same work every time, so that a slow machine is seen.
  const calibration = () => {
    const began = performance.now();
    let sum = 0;
    for (let number = 0; number < 2e8; number += 1) sum = (sum + number * 7) | 0;
    return { milliseconds: performance.now() - began, sum };
  };

  // Until a range could be moved live: its index is there.
  const brushable = (key, done) => {
    const look = () => {
      const target = strip(key);
      if (target) pointer(target, target.getBoundingClientRect())("pointerover", 0.5);
      setTimeout(look, 20);
    };
    document.addEventListener("bp-live", ({ detail }) => detail.what === "index" && done(performance.now()), { once: true });
    look();
  };

  // One drag: the pointer enters, presses, and moves along a trace at 60 moves a second.
  const drag = (key, trace, done) => {
    const target = strip(key);
    target.scrollIntoView({ block: "nearest" });
    const go = pointer(target, target.getBoundingClientRect());
    const [seen, frames] = [{ index: [], frame: [] }, []];
    const watch = ({ detail }) => seen[detail.what].push(detail);
    document.addEventListener("bp-live", watch);
    go("pointerover", trace[0]);
    setTimeout(() => {
      go("pointerdown", trace[0]);
      let [last, running, step] = [0, true, 0];
      const frame = (time) => {
        if (last) frames.push(time - last);
        last = time;
        if (running) requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      const began = performance.now();
      const move = () => {
        step += 1;
        go("pointermove", trace[Math.min(step, trace.length - 1)]);
        if (step < trace.length) {
          setTimeout(move, Math.max(0, began + step * (1000 / 60) - performance.now()));
          return;
        }
        requestAnimationFrame(() => {
          running = false;
          go("pointerup", trace.at(-1));
          document.removeEventListener("bp-live", watch);
          done({
            index: seen.index.map(({ began: from, ended }) => ended - from),
            views: seen.frame.map(({ moved, drawn }) => drawn - moved),
            scatter: seen.frame.map(({ moved, ended }) => ended - moved),
            work: seen.frame.map(({ began: from, ended }) => ended - from),
            frames,
          });
        });
      };
      move();
    }, 400);
  };

  // The codes that this page has asked for, from the browser's cache.
  const codes = async () => {
    const names = performance.getEntriesByType("resource").map((one) => one.name);
    const wanted = [...new Set(names.filter((name) => name.includes("/codes/bins")))];
    const found = await Promise.all(wanted.map(async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer())));
    return found.slice(0, 8);
  };
  const MOVES = 600; // the clock of a page is too coarse for one
  const timed = (move) => {
    const began = performance.now();
    for (let step = 0; step < MOVES; step += 1) move(2 + (step % 6), 5 + (step % 6) + (step % 7));
    return { mean: (performance.now() - began) / MOVES };
  };
  const ours = async (done) => {
    const columns = await codes();
    const began = performance.now();
    const pass = window.bpCrossfilter.passing(columns[0].length, null, []);
    const views = Object.fromEntries(columns.map((one, place) => [place, { codes: one, size: 100 }]));
    const index = window.bpCrossfilter.indexed({ codes: columns[0], bins: 100 }, views, pass);
    done({ dimensions: columns.length, records: columns[0].length, ready: performance.now() - began, ...timed((first, after) => index.count(first, after)) });
  };
  const theirs = async (done) => {
    const columns = await codes();
    const began = performance.now();
    const filter = window.crossfilter(Uint32Array.from(columns[0], (_, row) => row));
    const dimensions = columns.map((column) => filter.dimension((row) => column[row]));
    const groups = dimensions.map((dimension) => dimension.group());
    const ready = performance.now() - began;
    done({
      ready,
      ...timed((first, after) => {
        dimensions[0].filterRange([first, after]);
        groups.forEach((group) => group.all());
        filter.groupAll().value();
      }),
    });
  };

  const sent = () => {
    const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return all.filter(({ name }) => !/\/(assets|_dash-component-suites|plotly)/.test(name)).reduce((sum, one) => sum + one.encodedBodySize, 0);
  };
  const memory = () => performance.memory.usedJSHeapSize;

  return { calibration, brushable, drag, ours, theirs, sent, memory };
})();
