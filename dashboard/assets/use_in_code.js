/* Use in code: the page as curl, Python and R, with what its address selects filled into the programs of Python's
   dashboard/components/shared/use_in_code.py. */
(() => {
  // As an address and inside quotes of a shell, of Python and of R: URLSearchParams leaves none of their signs.
  const written = (pairs) =>
    new URLSearchParams(pairs).toString().replace(/%(2C|3A|3B|2F)/g, (code) => decodeURIComponent(code));
  const quoted = (text) => `"${text}"`;

  const rows = (search, passed) => {
    const named = [...new URLSearchParams(search)];
    const columns = (named.find(([name]) => name === "cols") || [])[1] || "basic";
    const selection = written(named.filter(([name, value]) => value !== "" && !passed.includes(name)));
    const query = [written([["columns", columns]]), selection].filter(Boolean).join("&");
    const keys = columns.split(",");
    const list = ["basic", "advanced", "all"].includes(columns) ? quoted(columns) : `[${keys.map(quoted).join(", ")}]`;
    return { selection, query, columns: list };
  };

  const comparison = (search) => {
    const asked = new URLSearchParams(search);
    const ids = (asked.get("jobs") || "").split(",").filter(Boolean);
    const sides = ids.map((_, place) => asked.get(`s${place + 1}`) || "");
    const pairs = sides.map((side, place) => [`s${place + 1}`, side]).filter(([, side]) => side);
    return {
      first: ids[0] || "",
      others: ids.slice(1).join(","),
      ids: ids.map(quoted).join(", "),
      columns: asked.get("cols") || "basic",
      sides: pairs.length ? `&${written(pairs)}` : "",
      selections: `[${sides.map((side) => quoted(side.replace(/[\\"]/g, encodeURIComponent))).join(", ")}]`,
    };
  };

  const filled = (program, values) => program.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

  const values = (dialog, page, search, origin) => ({
    origin,
    id: dialog.dataset.id,
    ordinal: dialog.dataset.ordinal,
    ...(page === "compare" ? comparison(search) : rows(search, dialog.dataset.passed.split(","))),
  });

  const choose = (dialog, language) => {
    for (const tab of dialog.querySelectorAll("[data-code-tab]")) {
      tab.classList.toggle("active", tab.dataset.codeTab === language);
      tab.setAttribute("aria-pressed", String(tab.dataset.codeTab === language));
    }
    for (const program of dialog.querySelectorAll("[data-language]")) program.hidden = program.dataset.language !== language;
  };

  const open = (button) => {
    const dialog = button.parentElement.querySelector("dialog");
    const found = values(dialog, button.dataset.codeOpen, window.location.search, window.location.origin);
    for (const program of dialog.querySelectorAll("[data-program]")) {
      program.textContent = filled(program.dataset.program, found);
    }
    choose(dialog, localStorage.getItem("bp-language") || "curl");
    dialog.showModal();
  };

  const copy = async (dialog, button) => {
    const words = button.querySelector("span");
    const program = dialog.querySelector("[data-language]:not([hidden])");
    try {
      await navigator.clipboard.writeText(program.textContent);
      words.textContent = "Copied";
    } catch {
      window.getSelection().selectAllChildren(program);
      words.textContent = "Selected: copy it with the keyboard";
    }
    setTimeout(() => {
      words.textContent = "Copy";
    }, 2000);
  };

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest?.("[data-code-open],[data-code-close],[data-code-tab],[data-code-copy]");
    if (!pressed) {
      if (event.target.matches?.(".bp-code-dialog")) event.target.close(); // outside of what it holds
      return;
    }
    const dialog = pressed.closest("dialog");
    if ("codeOpen" in pressed.dataset) open(pressed);
    else if ("codeClose" in pressed.dataset) dialog.close();
    else if ("codeCopy" in pressed.dataset) copy(dialog, pressed);
    else {
      localStorage.setItem("bp-language", pressed.dataset.codeTab);
      choose(dialog, pressed.dataset.codeTab);
    }
  });
})();
