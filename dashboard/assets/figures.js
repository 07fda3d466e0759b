/* The dialog that saves plots as figures. Every box with data-figure that is in sight takes part; the drawing is done by
   figure_drawing.js, and PDF is made of the SVG by the server. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const ALL = "all";
  const PREVIEW_DPI = 150;
  const field = (name) => document.getElementById(`figure-${name}`);
  const set = (name, props) => clientside.set_props(`figure-${name}`, props);
  const place = () => (/^\/(jobs|shared)\/[^/]+/.exec(window.location.pathname) || [""])[0];
  const slug = (words) => words.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 80).replace(/^-|-$/g, "").toLowerCase();

  const graphOf = (box) => box.querySelector(".js-plotly-plot");
  const boxes = () => [...document.querySelectorAll("[data-figure]")].filter((box) => box.offsetParent && graphOf(box)?.data?.length);
  const chosen = () => {
    const which = field("which").value;
    return boxes().filter((box) => which === ALL || box.dataset.figure === which);
  };
  const options = () => ({
    width: Number(field("width").value),
    font: Number(field("font-size").value),
    title: field("title").value.trim(),
    legend: field("legend").checked,
    background: field("background").value,
    format: field("format").value,
    dpi: Number(field("dpi").value),
    light: window.bpTheme.current() === "dark" ? JSON.parse(field("paper").dataset.light) : {},
  });
  const say = (words) => set("problem", { children: words });
  const made = (wanted) =>
    window.bpFigure.sheet(
      chosen().map((box) => ({ graph: graphOf(box), ratio: Number(box.dataset.figureRatio) })),
      wanted,
    );

  let turn = 0; // a newer choice makes older drawings void
  const preview = async () => {
    const mine = ++turn;
    const wanted = options();
    set("dpi-box", { hidden: wanted.format !== "png" });
    try {
      const sheet = await made({ ...wanted, format: "png", dpi: PREVIEW_DPI });
      if (mine !== turn || !field("preview")) return;
      field("preview").src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(sheet.svg)}`;
      field("preview").style.aspectRatio = `${sheet.width} / ${sheet.height}`;
      field("paper").classList.toggle("bp-clear", wanted.background === "none");
      const pixels = wanted.format === "png" ? `, ${[sheet.width, sheet.height].map((mm) => Math.round((mm / 25.4) * wanted.dpi)).join(" × ")} pixels` : "";
      set("measures", { children: `${sheet.width} × ${Math.round(sheet.height)} mm${pixels}` });
      say("");
    } catch (error) {
      say(`This figure could not be drawn: ${error.message}`);
    }
  };

  // Captions and data are the server's: it knows how many proteins there are, and their medians.
  const address = (name, form) => {
    const box = boxes().find((one) => one.dataset.figure === name);
    const of = box?.dataset.figureOf ? `/${box.dataset.figureOf}` : "";
    const start = window.location.pathname.startsWith("/compare") ? "/compare" : place() + of;
    return `${start}/plots/${name}.${form}${window.location.search}`;
  };
  const caption = async () => {
    const name = field("which").value;
    set("caption", { value: "" });
    const answer = await fetch(address(name, "txt")).catch(() => null);
    if (field("which")?.value !== name) return;
    if (answer?.ok) set("caption", { value: (await answer.text()).trim() });
    else say("The caption could not be fetched. Close the dialog and try again.");
  };
  const data = () => {
    const box = boxes().find((one) => one.dataset.figure === field("which").value);
    const has = box && "figureData" in box.dataset;
    set("data", { hidden: !has, href: has ? address(box.dataset.figure, "csv") : "#" });
  };
  const changed = () => {
    preview();
    caption();
    data();
  };

  const open = (name) => {
    const there = boxes();
    const listed = there.map((box) => ({ value: box.dataset.figure, label: box.dataset.figureTitle }));
    if (listed.length > 1) listed.push({ value: ALL, label: `All ${listed.length} as one figure` });
    set("which", { options: listed, value: name });
    set("width", { value: name === ALL ? "180" : "85" });
    set("dialog", { is_open: true });
    const ready = (tries) => {
      if (field("which")?.value === name && field("preview")) changed();
      else if (tries) requestAnimationFrame(() => ready(tries - 1));
    };
    ready(120);
  };

  const fileName = (wanted) => {
    const title = document.querySelector("#job-heading h1, #main h1")?.textContent || "batchprot";
    return `${slug(title)}-${slug(field("which").value)}-${new Date().toISOString().slice(0, 10)}.${wanted.format}`;
  };
  const pdf = async ({ svg }) => {
    const answer = await fetch(place().startsWith("/shared") ? `${place()}/figure.pdf` : "/api/figure.pdf", { method: "POST", headers: { "Content-Type": "image/svg+xml" }, body: svg });
    if (!answer.ok) throw new Error(answer.status === 413 ? "it is too large for PDF; save it as SVG." : "the server made no PDF. Try again, or save it as SVG.");
    return answer.arrayBuffer();
  };
  const TYPES = { svg: "image/svg+xml", pdf: "application/pdf", png: "image/png" };
  const save = async () => {
    const wanted = options();
    set("save", { disabled: true });
    try {
      const sheet = await made(wanted);
      const ways = { svg: () => sheet.svg, pdf: () => pdf(sheet), png: () => window.bpFigure.png(sheet, wanted.dpi) };
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([await ways[wanted.format]()], { type: TYPES[wanted.format] }));
      link.download = fileName(wanted);
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      say("");
    } catch (error) {
      say(`This figure could not be saved: ${error.message}`);
    }
    set("save", { disabled: false });
  };

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-figure-save]");
    if (opener) open(opener.dataset.figureSave);
    else if (event.target.closest?.("#figure-save")) save();
    else if (event.target.closest?.("#figure-copy")) copy();
  });
  const copy = async () => {
    const words = field("caption").value;
    try {
      await navigator.clipboard.writeText(words);
      clientside.set_props("app-toast", { data: { text: "Copied the caption", at: Date.now() } });
    } catch {
      field("caption").select();
      say("The browser did not allow copying: the caption is selected, copy it with Ctrl+C.");
    }
  };
  const REDRAW = new Set(["width", "font-size", "title", "legend", "background", "format", "dpi"].map((name) => `figure-${name}`));
  let waiting = null;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(preview, 150);
  };
  document.addEventListener("input", (event) => {
    if (REDRAW.has(event.target.id)) later();
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "figure-which") setTimeout(changed, 0);
    else if (REDRAW.has(event.target.id)) later();
  });
})();
