// Reads queries, a JSON list, from standard input; writes each as the browser spells it, null for what it refuses.
import { readFileSync } from "node:fs";

import { load } from "./load.mjs";

const { bpSelection: selections } = load("selection", "selection_checks");
const spelled = (query) => {
  try {
    return selections.write(selections.read(query));
  } catch (error) {
    if (error instanceof selections.Refused) return null;
    throw error;
  }
};
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(spelled)));
