/* What keeps a report interactive in a file of its own: the gel and the histograms are brushed, and the counts, the table
   of medians and the list of proteins follow. Nothing is fetched. Numbers are those of the server: medians are
   interpolated and rounded in the same way. */
(() => {
  const page = (id) => document.getElementById(id);
  const data = JSON.parse(page("values").textContent);
  const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const columns = data.columns.map((text) => new Float64Array(bytesOf(text).buffer));
  const base = bytesOf(data.selected);
  const rows = data.names.length;
  const words = data.names.map((name, row) => `${name} ${data.titles[row]}`.toLowerCase());
  const SELECTED = "#2B55C8";
  const ALL = "#7A8794";
  const PAGE = 25;
  const MINUS = "\u2212";

  const state = { ranges: {}, search: "", base: !data.everything, sort: null, down: false, page: 0 };
  let mask = new Uint8Array(rows);
  let chosen = 0;

  // Numbers as they are read: toFixed rounds the exact value, a half away from 0, as the server does; a mass in kilodalton
  // is rounded from its written dalton.
  const plain = (value, decimals) => {
    const [whole, rest] = Math.abs(value).toFixed(decimals).split(".");
    const text = `${Number(whole).toLocaleString("en")}${rest ? `.${rest}` : ""}`;
    return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
  };
  const shown = (at, value) => {
    if (Number.isNaN(value) || value === null) return "";
    const { factor, decimals, stored } = data.keys[at];
    if (factor === 1) return plain(value, decimals);
    const dalton = Number(value.toFixed(stored).replace(".", "")); // in units of its last digit
    return plain(Math.round(dalton / (factor * 10 ** (stored - decimals))) / 10 ** decimals, decimals);
  };
  const count = (number) => number.toLocaleString("en");

  const select = () => {
    const ranges = Object.entries(state.ranges).map(([at, ends]) => [columns[at], ...ends]);
    mask = new Uint8Array(rows);
    chosen = 0;
    for (let row = 0; row < rows; row++) {
      if (state.base && !base[row]) continue;
      if (state.search && !words[row].includes(state.search)) continue;
      if (ranges.some(([values, low, high]) => !(values[row] >= low && values[row] <= high))) continue;
      mask[row] = 1;
      chosen++;
    }
  };

  // Quartiles as PostgreSQL's percentile_cont and numpy have them.
  const at = (sorted, share) => {
    const place = share * (sorted.length - 1);
    const [low, high] = [Math.floor(place), Math.ceil(place)];
    return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
  };
  const numbersOf = (column, everything) => {
    const found = [];
    for (let row = 0; row < rows; row++) if ((everything || mask[row]) && !Number.isNaN(column[row])) found.push(column[row]);
    return Float64Array.from(found).sort();
  };
  const summary = (place, everything) => {
    const sorted = numbersOf(columns[place], everything);
    if (!sorted.length) return ["0", "", "", "", ""];
    const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => shown(place, at(sorted, share)));
    return [count(sorted.length), middle, `${low} \u2013 ${high}`, shown(place, sorted[0]), shown(place, sorted.at(-1))];
  };
  const cell = (name, text, isNumber) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (isNumber) made.className = "n";
    return made;
  };
  const line = (name, texts, firstNumber) => {
    const made = document.createElement("tr");
    made.append(...texts.map((text, place) => cell(name, text, place >= firstNumber && text !== "selected" && text !== "all")));
    return made;
  };
  const wholes = data.keys.map((_, place) => summary(place, true));
  const drawTable = () => {
    const isAll = chosen === rows;
    const head = ["Property", ...(isAll ? [] : [""]), "n", "Median", "IQR", "Min", "Max"];
    const body = data.keys.flatMap(({ label }, place) =>
      isAll ? [[label, ...wholes[place]]] : [[label, "selected", ...summary(place, false)], ["", "all", ...wholes[place]]],
    );
    page("sums").tHead.replaceChildren(line("th", head, 1));
    page("sums").tBodies[0].replaceChildren(...body.map((texts) => line("td", texts, 1)));
  };

  // The gel: the picture of the server stays below for its axes; spots are drawn on a canvas above it.
  const gel = page("gel");
  const svg = gel.querySelector("svg");
  const box = svg.viewBox.baseVal;
  const area = { left: 44, top: 30, right: 660, bottom: 360 }; // as drawings.py has it
  const { x: pI, y: mass, acid, mass: masses } = data.gel;
  const gelX = (value) => area.left + ((value - acid[0]) / (acid[1] - acid[0])) * (area.right - area.left);
  const gelY = (value) => area.bottom - (Math.log(value / 1000 / masses[0]) / Math.log(masses[1] / masses[0])) * (area.bottom - area.top);
  const backX = (x) => acid[0] + ((x - area.left) / (area.right - area.left)) * (acid[1] - acid[0]);
  const backY = (y) => 1000 * masses[0] * (masses[1] / masses[0]) ** ((area.bottom - y) / (area.bottom - area.top));
  const canvas = document.createElement("canvas");
  const spots = columns[pI].map((value, row) => (Number.isNaN(value) || Number.isNaN(columns[mass][row]) ? Number.NaN : gelX(value)));
  const heights = columns[mass].map((value) => gelY(value));
  const drawGel = () => {
    const scale = (canvas.width = Math.round(gel.clientWidth * (window.devicePixelRatio || 1))) / box.width;
    canvas.height = Math.round(box.height * scale);
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    const size = rows < 300 ? 5 : 2.2;
    for (const [wanted, colour, opacity] of [[0, ALL, 0.3], [1, SELECTED, chosen === rows ? 0.45 : 0.7]]) {
      pen.fillStyle = colour;
      pen.globalAlpha = opacity;
      for (let row = 0; row < rows; row++) {
        if (mask[row] === wanted) pen.fillRect(spots[row] - size / 2, heights[row] - size / 2, size, size);
      }
    }
    mark(gel, gelBrush());
  };
  const gelBrush = () => {
    const [x, y] = [state.ranges[pI], state.ranges[mass]];
    if (!x || !y) return null;
    const [left, right, bottom, top] = [gelX(x[0]), gelX(x[1]), gelY(y[0]), gelY(y[1])];
    return { left: left / box.width, top: top / box.height, width: (right - left) / box.width, height: (bottom - top) / box.height };
  };
  const mark = (holder, brush) => {
    let shape = holder.querySelector(".brush");
    if (!brush) return shape?.remove();
    shape = shape || holder.appendChild(Object.assign(document.createElement("span"), { className: "brush" }));
    for (const [side, share] of Object.entries(brush)) shape.style[side] = `${100 * share}%`;
  };

  // Histograms: the server's bins, counted here.
  const bins = data.keys.map(({ edges }, place) => {
    const found = new Int16Array(rows);
    for (let row = 0; row < rows; row++) {
      const value = columns[place][row];
      let [low, high] = [0, edges.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (edges[middle] <= value) low = middle + 1;
        else high = middle;
      }
      found[row] = Number.isNaN(value) ? -1 : low;
    }
    return found;
  });
  const tally = (place, everything) => {
    const counts = new Array(data.keys[place].edges.length + 1).fill(0);
    for (let row = 0; row < rows; row++) if (bins[place][row] >= 0 && (everything || mask[row])) counts[bins[place][row]]++;
    return counts;
  };
  const [WIDTH, HEIGHT] = [300, 84];
  const bars = (counts, tallest) => {
    const step = WIDTH / counts.length;
    return counts.map((number, place) => (number ? `M${(place * step).toFixed(2)} ${HEIGHT}v-${Math.max(1, (HEIGHT * number) / tallest).toFixed(2)}h${(0.9 * step).toFixed(2)}V${HEIGHT}z` : "")).join("");
  };
  const plots = new Map();
  for (const [place, { key, edges }] of data.keys.entries()) {
    const holder = document.querySelector(`.plot[data-key="${key}"]`);
    if (!holder || edges.length < 2) continue;
    const whole = tally(place, true);
    const tallest = Math.max(...whole);
    const draw = document.createElement("div");
    draw.className = "draw";
    draw.innerHTML = `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none"><path fill="#C9D1D9" d="${bars(whole, tallest)}"/><path class="pick" fill="${SELECTED}"/></svg>`;
    const ends = document.createElement("div");
    ends.className = "ends-of";
    ends.append(cell("span", shown(place, edges[0])), cell("span", `highest bar: ${count(tallest)} proteins`), cell("span", shown(place, edges.at(-1))));
    holder.querySelector("svg").replaceWith(draw, ends);
    plots.set(place, { draw, tallest });
  }
  // Below the first edge and above the last lie the first and the last bar.
  const valueAt = (place, share) => {
    const { edges } = data.keys[place];
    const spot = share * (edges.length + 1) - 1;
    if (spot < 0) return Number.NEGATIVE_INFINITY;
    if (spot >= edges.length - 1) return spot >= edges.length - 0.5 ? Number.POSITIVE_INFINITY : edges.at(-1);
    const low = Math.floor(spot);
    return edges[low] + (edges[low + 1] - edges[low]) * (spot - low);
  };
  const shareOf = (place, value) => {
    const { edges } = data.keys[place];
    if (value < edges[0]) return 0;
    if (value > edges.at(-1)) return 1;
    const low = Math.max(0, edges.findLastIndex((edge) => edge <= value));
    const within = low + 1 < edges.length ? (value - edges[low]) / (edges[low + 1] - edges[low]) : 0;
    return (low + 1 + within) / (edges.length + 1);
  };
  const drawBars = () => {
    for (const [place, { draw, tallest }] of plots) {
      draw.querySelector(".pick").setAttribute("d", chosen === rows ? "" : bars(tally(place, false), tallest));
      const range = state.ranges[place];
      const [from, to] = range ? range.map((end) => shareOf(place, end)) : [0, 0];
      mark(draw, range && { left: from, top: 0, width: to - from, height: 1 });
    }
  };

  const order = () => {
    const found = [];
    for (let row = 0; row < rows; row++) if (mask[row]) found.push(row);
    if (state.sort === null) return found;
    const sign = state.down ? -1 : 1;
    if (state.sort < 0) return found.sort((one, other) => sign * data.names[one].localeCompare(data.names[other]));
    const values = columns[state.sort];
    const missing = (row) => Number.isNaN(values[row]);
    return found.sort((one, other) => missing(one) - missing(other) || sign * (values[one] - values[other]) || one - other);
  };
  const button = (text, act, isOff = false) => Object.assign(document.createElement("button"), { type: "button", textContent: text, disabled: isOff, onclick: act });
  const save = () => {
    const quote = (text) => `"${String(text).replace(/^([=+\-@\t\r])/, "'$1").replaceAll('"', '""')}"`;
    const body = order().map((row) => [quote(data.names[row]), quote(data.titles[row]), ...columns.map((values) => (Number.isNaN(values[row]) ? "" : values[row]))].join(","));
    const text = [["protein", "name", ...data.keys.map(({ header }) => quote(header))].join(","), ...body].join("\n");
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([`${text}\n`], { type: "text/csv" })), download: "selected.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const drawRows = () => {
    const ordered = order();
    const pages = Math.max(1, Math.ceil(ordered.length / PAGE));
    state.page = Math.min(state.page, pages - 1);
    const table = document.createElement("table");
    const head = document.createElement("tr");
    const sortBy = (place) => () => {
      [state.down, state.sort, state.page] = [state.sort === place ? !state.down : place >= 0, place, 0];
      drawRows();
    };
    const heads = [[-1, "Protein"], [null, "Name"], ...data.keys.map(({ short }, place) => [place, short])];
    for (const [place, label] of heads) {
      const th = cell("th", "", place >= 0 && place !== null);
      const arrow = place !== null && state.sort === place ? (state.down ? " \u2193" : " \u2191") : "";
      th.append(place === null ? label : button(label + arrow, sortBy(place)));
      if (arrow) th.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      head.append(th);
    }
    table.createTHead().append(head);
    const shownRows = ordered.slice(state.page * PAGE, (state.page + 1) * PAGE);
    table.createTBody().append(...shownRows.map((row) => line("td", [data.names[row], data.titles[row], ...columns.map((values, place) => shown(place, values[row]))], 2)));
    const pager = document.createElement("div");
    pager.className = "pager";
    const turn = (by) => () => {
      state.page += by;
      drawRows();
    };
    pager.append(button("Back", turn(-1), !state.page), cell("span", `page ${state.page + 1} of ${pages}`), button("Next", turn(1), state.page + 1 >= pages), button(`Save these ${count(chosen)} as CSV`, save));
    page("live-rows").replaceChildren(table, pager);
  };

  const draw = (withRows = true) => {
    select();
    page("live-count").textContent = chosen === rows ? `${count(rows)} records` : `${count(chosen)} of ${count(rows)} records`;
    const said = Object.entries(state.ranges).map(([place, ends]) => `${data.keys[place].label} ${ends.map((end) => (Number.isFinite(end) ? shown(place, end) : "\u2026")).join(" to ")}`);
    page("live-words").textContent = [...(state.base ? [data.selection] : []), ...said].join("; ");
    drawGel();
    drawBars();
    if (!withRows) return;
    drawTable();
    drawRows();
  };

  const within = (holder, event) => {
    const { left, top, width, height } = holder.getBoundingClientRect();
    const clamp = (share) => Math.min(1, Math.max(0, share));
    return [clamp((event.clientX - left) / width), clamp((event.clientY - top) / height)];
  };
  const brushed = (holder, change, clear) => {
    let start = null;
    let moved = false;
    holder.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      [start, moved] = [within(holder, event), false];
      holder.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    holder.addEventListener("pointermove", (event) => {
      if (!start) return;
      const here = within(holder, event);
      moved = moved || Math.hypot(here[0] - start[0], here[1] - start[1]) > 0.008;
      if (!moved) return;
      change(start, here);
      draw(false);
    });
    const end = () => {
      if (!start) return;
      start = null;
      if (!moved) clear();
      state.page = 0;
      draw();
    };
    holder.addEventListener("pointerup", end);
    holder.addEventListener("pointercancel", end);
  };
  const ordered = (one, other) => (one < other ? [one, other] : [other, one]);
  for (const [place, { draw: holder }] of plots) {
    const change = ([from], [to]) => {
      state.ranges[place] = ordered(valueAt(place, Math.min(from, to)), valueAt(place, Math.max(from, to)));
    };
    brushed(holder, change, () => delete state.ranges[place]);
  }
  brushed(
    gel,
    (from, to) => {
      state.ranges[pI] = ordered(...[from, to].map(([x]) => backX(x * box.width)));
      state.ranges[mass] = ordered(...[from, to].map(([, y]) => backY(y * box.height)));
    },
    () => [pI, mass].forEach((place) => delete state.ranges[place]),
  );

  page("live-base").addEventListener("change", (event) => {
    state.base = event.target.checked;
    draw();
  });
  page("live-search").addEventListener("input", (event) => {
    state.search = event.target.value.trim().toLowerCase();
    state.page = 0;
    draw();
  });
  page("live-clear").addEventListener("click", () => {
    Object.assign(state, { ranges: {}, search: "", page: 0 });
    page("live-search").value = "";
    draw();
  });
  page("live-base-box").hidden = data.everything;
  for (const id of ["live", "live-table"]) page(id).hidden = false;
  document.body.classList.add("is-live");
  for (const spot of svg.querySelectorAll("path[stroke-linecap]")) spot.remove();
  canvas.style.cssText = "position:absolute;inset:0;height:100%";
  gel.append(canvas);
  window.addEventListener("resize", drawGel);
  draw();
})();
