// Reads strips and shares of their width from standard input; writes the bounds that brushing there gives.
import { readFileSync } from "node:fs";

import { load } from "./load.mjs";

const { bpBars: bars } = load("brush");
const asked = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(asked.map(({ strip, from, to }) => bars.bounds(strip, from, to))));
