/* The menu of downloads: what each choice gives, with its number, and the links that follow the choices. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const join = (...parts) => parts.filter(Boolean).join("&");

  let latest = null; // what the links were last to give
  const size = (text) => window.bpSelection.readOrdinals(text).length;

  clientside.downloads = {
    choices: (counts, checked, chosen) => {
      const numbers = { selected: counts?.selected ?? 0, all: counts?.total ?? 0, checked: size(checked) };
      const words = { selected: "Selected", all: "All", checked: "Checked" };
      const options = Object.entries(words).map(([value, word]) => ({
        value,
        label: `${word} ${numbers[value].toLocaleString("en")}`,
        disabled: value === "checked" && !numbers.checked,
      }));
      const value = chosen === "checked" && !numbers.checked ? "selected" : chosen;
      const note = counts && !numbers[value] ? "Nothing is selected: the files will have their headers only." : "";
      const { no_update } = window.dash_clientside;
      return [options, value === chosen ? no_update : value, note];
    },
    // The button gives what is selected, as it is on the screen; the menu gives what is chosen in it.
    links: (...values) => {
      latest = values;
      const [selection, sort, columns, checked, records, which, presets, job] = values;
      const again = () => latest === values && clientside.downloads.links(...values);
      const shown = `columns=${presets[columns] || columns}`;
      const link = (form, part, wanted) => {
        const query = window.bpAddress.fit(job, part, join(sort, form === "fasta" || form === "html" ? "" : wanted), again);
        const file = form === "html" ? "report.html" : `download.${form}`;
        return query === null ? null : `${window.bpPlace(job)}/${file}${query ? `?${query}` : ""}`;
      };
      // Without an address for a moment there is nothing to follow.
      const point = (one, href) => (href === null ? one.removeAttribute("href") : one.setAttribute("href", href));
      const part = { selected: selection, all: "", checked: `n=${checked}` }[records];
      const wanted = which === "all" ? "columns=all" : shown;
      const button = document.getElementById("download-csv");
      if (button) point(button, link("csv", selection, shown));
      for (const one of document.querySelectorAll("[data-form]")) point(one, link(one.dataset.form, part, wanted));
    },
  };
})();
