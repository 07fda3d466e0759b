/* The menu of downloads: what each choice gives, with its number, and the links that follow the choices. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const join = (...parts) => parts.filter(Boolean).join("&");

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
    links: (selection, sort, columns, checked, records, which, presets, job) => {
      const shown = `columns=${presets[columns] || columns}`;
      const link = (form, part, wanted) => {
        const query = join(part, sort, form === "fasta" || form === "html" ? "" : wanted);
        const file = form === "html" ? "report.html" : `download.${form}`;
        return `${window.bpPlace(job)}/${file}${query ? `?${query}` : ""}`;
      };
      const part = { selected: selection, all: "", checked: `n=${checked}` }[records];
      const wanted = which === "all" ? "columns=all" : shown;
      const button = document.getElementById("download-csv");
      if (button) button.href = link("csv", selection, shown);
      for (const one of document.querySelectorAll("[data-form]")) one.href = link(one.dataset.form, part, wanted);
    },
  };
})();
