// Reads bounds as people type them from standard input; writes the bounds that a selection has for them.
import { readFileSync } from "node:fs";

import { load } from "./load.mjs";

const { bpNumbers: numbers } = load("selection", "selection_checks", "numbers");
const asked = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(asked.map(({ key, place, typed }) => numbers.bound(key, place, typed))));
