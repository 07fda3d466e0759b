/* Ctrl+K: a list of what can be done here, filtered while typing; proteins are looked up on the server. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const MOST = 12;
  const PROTEINS = 6;
  const { make, dialog } = window.bpDialog;
  const place = () => (/^\/(jobs|shared)\/[^/]+/.exec(window.location.pathname) || [""])[0];
  const go = (path) => () => window.bpGo(path);

  const optionsOf = (id) => [...(document.getElementById(id)?.options || [])].map(({ value, label }) => ({ value, label }));
  const choose = (id, value) => () => clientside.set_props(id, { value });
  const AXES = [["explorer-x", "X axis"], ["explorer-y", "Y axis"], ["explorer-colour", "Colour by"], ["explorer-property", "Distribution of"], ["explorer-how", "Draw as"]];
  const TABS = { explore: "Explore", records: "Warned and rejected", report: "Report", options: "Options" };
  const pages = () => [...document.querySelectorAll(".bp-nav a")].map((link) => ({ words: `Go to ${link.textContent}`, act: go(link.getAttribute("href")) }));
  const here = () => {
    if (!document.getElementById("explorer-grid")) return [];
    const tabs = Object.entries(TABS).map(([tab, words]) => ({ words: `Tab ${words}`, act: () => document.getElementById(`job-tab-${tab}`)?.click() }));
    const figure = { words: "Save a figure", act: () => document.querySelector("[data-figure-save=scatter]")?.click() };
    const clear = { words: "Clear the selection", act: () => document.getElementById("explorer-clear")?.click() };
    return [...AXES.flatMap(([id, words]) => optionsOf(id).map(({ value, label }) => ({ words: `${words}: ${label}`, act: choose(id, value) }))), ...tabs, figure, clear];
  };
  const methods = () => optionsOf("explorer-x").map(({ value, label }) => ({ words: `Methods of ${label}`, act: go(`/methods?property=${encodeURIComponent(value)}`) }));
  const theme = { words: "Switch between light and dark", act: () => window.bpTheme.toggle() };
  const every = () => [...pages(), ...here(), ...methods(), theme];

  // The first few proteins whose names hold the words; the rest of the answer is not waited for.
  const proteins = async (words, signal) => {
    const answer = await fetch(`${place()}/download.jsonl?q=${encodeURIComponent(words)}&columns=length`, { signal });
    if (!answer.ok) return [];
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (text.split("\n").length <= PROTEINS) {
      const { value, done } = await reader.read();
      if (done) break;
      text += value;
    }
    reader.cancel();
    return text.split("\n").filter(Boolean).slice(0, PROTEINS).map(JSON.parse).map((one) => ({
      words: [one.name || one.identifier || `record ${one.ordinal}`, one.description].filter(Boolean).join(" \u00b7 ").slice(0, 90),
      kind: "protein",
      act: () => window.bpOpenProtein(place(), one.ordinal),
    }));
  };

  const fits = (words, wanted) => wanted.every((one) => words.toLowerCase().includes(one));

  window.bpPalette = () => {
    const field = make("input", { type: "text", className: "form-control", placeholder: place() ? "A protein, a property, an action" : "A page or an action", autocomplete: "off", spellcheck: false });
    const list = make("ul", { className: "bp-palette", id: "bp-palette-list" });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-label": "Command", "aria-expanded": "true", "aria-controls": list.id, "aria-autocomplete": "list" })) field.setAttribute(name, value);
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Commands");
    const actions = every();
    let [shown, at, asked] = [[], 0, null];
    const box = dialog("Commands", field, list);
    box.addEventListener("close", () => asked?.abort());
    const run = (one) => {
      box.close();
      one?.act();
    };
    const draw = () => {
      at = Math.max(0, Math.min(at, shown.length - 1));
      list.replaceChildren(
        ...shown.map((one, number) => {
          const item = make("li", { id: `bp-palette-${number}`, onclick: () => run(one) }, make("span", { textContent: one.words }), make("span", { className: "bp-meta", textContent: one.kind || "" }));
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", String(number === at));
          return item;
        }),
      );
      field.setAttribute("aria-activedescendant", shown.length ? `bp-palette-${at}` : "");
      list.children[at]?.scrollIntoView({ block: "nearest" });
    };
    const find = async () => {
      const text = field.value.trim();
      const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
      const found = actions.filter(({ words }) => fits(words, wanted)).slice(0, MOST);
      [shown, at] = [found, 0];
      draw();
      asked?.abort();
      if (!place() || text.length < 2) return;
      asked = new AbortController();
      const { signal } = asked;
      await new Promise((resolve) => setTimeout(resolve, 150));
      if (signal.aborted) return;
      const named = await proteins(text, signal).catch(() => []);
      if (signal.aborted || !named.length) return;
      shown = [...named, ...found].slice(0, MOST);
      draw();
    };
    field.addEventListener("input", find);
    field.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        at = (at + step + shown.length) % Math.max(1, shown.length);
        draw();
      } else if (event.key === "Enter") run(shown[at]);
      else return;
      event.preventDefault();
    });
    field.focus();
    find();
  };
})();
