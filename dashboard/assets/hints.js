/* Hints for a first visit: one that was dismissed stays hidden in this browser. The class is on the root, so that a
   page that is drawn again needs no look at the storage. */
(() => {
  const KEY = "bp-hints-dismissed";
  const dismissed = new Set((localStorage.getItem(KEY) || "").split(",").filter(Boolean));
  const hide = (hint) => document.documentElement.classList.add(`bp-no-hint-${hint}`);
  dismissed.forEach(hide);
  document.addEventListener("click", (event) => {
    const hint = event.target.closest?.(".bp-hint button")?.closest("[data-hint]")?.dataset.hint;
    if (!hint) return;
    dismissed.add(hint);
    localStorage.setItem(KEY, [...dismissed].join(","));
    hide(hint);
  });
})();
