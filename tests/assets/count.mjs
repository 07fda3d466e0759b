// Reads codes, bits and selections of runs of bars from standard input; writes what the browser counts of each, moving the
// range of each selection in turn.
import { readFileSync } from "node:fs";

import { load } from "./load.mjs";

const { bpCrossfilter: crossfilter } = load("crossfilter");
const bytes = (text) => Uint8Array.from(Buffer.from(text, "base64"));
const { strips, selections } = JSON.parse(readFileSync(0, "utf8"));
for (const strip of Object.values(strips)) {
  strip.codes = bytes(strip.codes).map((code) => (code === crossfilter.NONE ? code : code - strip.first));
}
const views = Object.fromEntries(Object.entries(strips).map(([key, { codes, size }]) => [key, { codes, size }]));

const counted = ({ ranges, bits }) => {
  const [[key, first, after], ...others] = ranges;
  const { codes, size } = strips[key];
  const rest = others.map(([other, from, to]) => ({ codes: strips[other].codes, first: from, after: to }));
  const pass = crossfilter.passing(codes.length, bits ? bytes(bits) : null, rest);
  const index = crossfilter.indexed({ codes, bins: size }, views, pass);
  const count = index.count(first, after, first === 0 && after === size && size > 1);
  return { count, bars: Object.fromEntries(Object.entries(index.counts).map(([one, counts]) => [one, [...counts]])) };
};
process.stdout.write(JSON.stringify(selections.map(counted)));
