/* The room of the explorer: the line between plots and table is dragged, or moved by the arrow keys; a double click on the
   head of a panel gives it the whole screen until another, or Escape. This browser keeps where the line is. */
(() => {
  const KEY = "bp-split";
  const [LEAST, MOST, STEP] = [0.25, 0.8, 0.05];
  const root = document.documentElement;
  let share = Number(localStorage.getItem(KEY)) || null;

  const put = (wanted) => {
    share = wanted === null ? null : Math.min(MOST, Math.max(LEAST, wanted));
    for (const [name, part] of [["--bp-plots", share], ["--bp-rows", 1 - share]]) {
      if (share === null) root.style.removeProperty(name);
      else root.style.setProperty(name, `${Math.round(1000 * part)}fr`);
    }
    const line = document.querySelector(".bp-splitter");
    if (line) line.setAttribute("aria-valuenow", String(Math.round(100 * (share ?? 0.53))));
  };
  const keep = () => (share === null ? localStorage.removeItem(KEY) : localStorage.setItem(KEY, String(share)));
  put(share);

  let area = null; // while the line is dragged
  document.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.target.classList?.contains("bp-splitter")) return;
    area = event.target.closest(".bp-x").getBoundingClientRect();
    event.target.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  document.addEventListener("pointermove", (event) => {
    if (area) put((event.clientY - area.top) / area.height);
  });
  const end = () => {
    if (area) keep();
    area = null;
  };
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: -STEP, ArrowDown: STEP };
    if (!event.target.classList?.contains("bp-splitter") || !(event.key in steps)) return;
    put((share ?? 0.53) + steps[event.key]);
    keep();
    event.preventDefault();
  });

  const PANELS = ".bp-x-scatter, .bp-x-half, .bp-x-table";
  const largest = () => document.querySelector(".bp-max");
  document.addEventListener("dblclick", (event) => {
    if (event.target.classList?.contains("bp-splitter")) {
      put(null);
      keep();
      return;
    }
    const head = event.target.closest?.(".bp-x .bp-plot-head, .bp-x .bp-table-head");
    if (!head || event.target.closest("button, select, input, label, summary, a")) return;
    const panel = head.closest(PANELS);
    const was = largest();
    was?.classList.remove("bp-max");
    if (was !== panel) panel.classList.add("bp-max");
  });
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !largest() || document.querySelector(".modal.show, dialog[open], details.bp-menu[open]")) return;
      largest().classList.remove("bp-max");
      event.stopPropagation();
    },
    true,
  );
})();
