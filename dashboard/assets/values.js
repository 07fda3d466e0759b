/* Boxes of the values of a category: a click changes the selection, and the boxes follow it, whatever changed it. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const boxes = () => document.querySelectorAll('.bp-value[role="checkbox"]');
  const listOf = (key) => document.querySelector(`.bp-values-list[data-values="${CSS.escape(key)}"]`);

  // All values that have a box, of own categories; of organisms not all have one.
  const offered = (key) => [...(listOf(key)?.querySelectorAll(".bp-value") ?? [])].map((one) => one.dataset.value);
  const ask = (data) => clientside.set_props("explorer-value", { data: { ...data, at: Date.now() } });

  const refused = (error) => {
    if (!(error instanceof window.bpSelection.Refused)) throw error;
    clientside.set_props("app-toast", { data: { text: error.message, at: Date.now() } });
    return clientside.no_update;
  };

  clientside.values = {
    // One box was clicked, or "only" beside it.
    chosen: (asked, organismOptions, statusOptions, text) => {
      if (!asked) return clientside.no_update;
      const choices = window.bpChoices;
      const values = (options) => (options || []).map((one) => one.value);
      const { key, value, way } = asked;
      const listed = key === "organism" ? values(organismOptions) : offered(key);
      try {
        return choices.change(text, (selection) => {
          const changed = way === "only" ? choices.only(selection, key, value, listed) : choices.toggled(selection, key, value, listed);
          if (key === "organism") clientside.set_props("explorer-organism", { value: choices.tickedOrganisms(changed, listed) });
          if (key === "status") clientside.set_props("explorer-status", { value: changed.statuses.length ? changed.statuses : values(statusOptions) });
          return window.bpSelectionChecks.checked(changed);
        });
      } catch (error) {
        return refused(error);
      }
    },
    // Ticks as the selection has them, and counts as the server gave them.
    follow: (text, counts, _found) => {
      let selection;
      try {
        selection = window.bpSelection.read(text);
      } catch {
        selection = window.bpSelection.everything();
      }
      for (const box of boxes()) {
        const { category, value } = box.dataset;
        box.setAttribute("aria-checked", String(window.bpChoices.isTicked(selection, category, value)));
        const count = counts?.[category]?.[value];
        if (count !== undefined) box.parentElement.querySelector(".n").textContent = count;
      }
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-category]");
    if (!button) return;
    event.preventDefault(); // "only" may stand on the label of a box
    const { category: key, value } = button.dataset;
    ask({ key, value, way: button.classList.contains("bp-only") ? "only" : "toggle" });
  });
  document.addEventListener("input", (event) => {
    const field = event.target.closest?.(".bp-values-find input");
    if (!field) return;
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of field.closest(".bp-f").querySelectorAll(".bp-value-row")) {
      const name = row.querySelector(".bp-value").title.toLowerCase();
      row.hidden = !words.every((word) => name.includes(word));
    }
  });
})();
