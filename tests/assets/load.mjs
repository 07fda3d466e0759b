// Loads scripts of dashboard/assets as a page does, into a window of their own.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const root = new URL("../../", import.meta.url);
export const readText = (path) => readFileSync(new URL(path, root), "utf8");
export const rules = JSON.parse(readFileSync(process.env.BATCHPROT_RULES, "utf8"));

export const load = (...names) => {
  const page = { URLSearchParams, addEventListener: () => {}, location: { pathname: "/", search: "" } };
  page.window = page;
  page.document = {
    getElementById: (id) => (id === "bp-rules" ? { textContent: JSON.stringify(rules) } : null),
    addEventListener: () => {},
    querySelector: () => null,
    querySelectorAll: () => [],
  };
  vm.createContext(page);
  return load.into(page, ...names);
};
load.into = (page, ...names) => {
  for (const name of names) vm.runInContext(readText(`dashboard/assets/${name}.js`), page, { filename: name });
  return page;
};

// Objects of another context are never deeply equal to ours.
export const plain = (value) => JSON.parse(JSON.stringify(value));
