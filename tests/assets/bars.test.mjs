// Bars of a small histogram: every bar that is brushed selects the values that are shown in it, and no others.
import assert from "node:assert/strict";
import test from "node:test";

import { load, plain } from "./load.mjs";

const { bpBars: bars } = load("brush");
const bounds = (edges, decimals, from, to) => plain(bars.bounds({ edges, decimals }, from, to));

test("a bar of whole numbers ends before the next one begins", () => {
  const edges = [0, 2, 4, 6, 8];
  assert.deepEqual(bounds(edges, 0, 0.25, 0.5), [2, 3]);
  assert.deepEqual(bounds(edges, 0, 0.27, 0.49), [2, 3]);
  assert.deepEqual(bounds(edges, 0, 0, 0.5), [null, 3]);
  assert.deepEqual(bounds(edges, 0, 0.5, 1), [4, null]);
  // Inside one bar: that bar.
  assert.deepEqual(bounds(edges, 0, 0.3, 0.35), [2, 3]);
  assert.deepEqual(bounds(edges, 0, 0.99, 1), [6, null]);
});

test("a bar of decimals ends with the last value that is shown in it", () => {
  const edges = [-0.1, 0, 0.1, 0.2, 0.3];
  assert.deepEqual(bounds(edges, 3, 0.25, 0.5), [0, 0.099]);
  assert.deepEqual(bounds(edges, 3, 0.5, 0.75), [0.1, 0.199]);
});

test("the only bar is selected wherever it is brushed", () => {
  for (const [from, to] of [[0.3, 0.7], [0.1, 0.9], [0, 0.5], [0.5, 1], [0.6, 0.61]]) {
    assert.deepEqual(bounds([13687.52, 13687.53], 2, from, to), [13687.52, 13687.52]);
  }
});

test("every bar, brushed, selects its count: over many edges and decimals", () => {
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 300; round += 1) {
    const decimals = round % 5;
    const unit = 10 ** decimals;
    const step = 1 + Math.floor(random() * 50);
    const first = Math.floor((random() - 0.5) * 2000);
    const number = 2 + Math.floor(random() * 38);
    const edges = Array.from({ length: number + 1 }, (_, place) => Number(((first + place * step) / unit).toFixed(decimals)));
    const values = Array.from({ length: 400 }, () => Number(((first + Math.floor(random() * number * step)) / unit).toFixed(decimals)));
    for (let bar = 0; bar < number; bar += 1) {
      const [low, high] = bounds(edges, decimals, bar / number, (bar + 1) / number);
      const count = values.filter((value) => value >= edges[bar] && value < edges[bar + 1]).length;
      const selected = values.filter((value) => (low === null || value >= low) && (high === null || value <= high)).length;
      assert.equal(selected, count, `${edges[bar]} to ${edges[bar + 1]} with ${decimals} decimals: ${low} to ${high}`);
    }
  }
});
