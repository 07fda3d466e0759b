// Counting while a range moves: every count is what counting the records one by one gives.
import assert from "node:assert/strict";
import test from "node:test";

import { load, plain } from "./load.mjs";

const { bpCrossfilter: crossfilter } = load("crossfilter");
const { NONE } = crossfilter;

let seed = 7;
const random = (below) => (seed = (seed * 16807) % 2147483647) % below;
const codes = (records, bins, Kind = Uint8Array) =>
  Kind.from({ length: records }, () => (random(12) ? random(bins) : Kind === Uint8Array ? NONE : 65535));

// The slow way: look at every record.
const oneByOne = (records, bits, ranges, { codes: moving, bins }, { codes: shown, size }, first, after, everything) => {
  const counts = Array(size).fill(0);
  let total = 0;
  for (let row = 0; row < records; row += 1) {
    const inBits = !bits || (bits[row >> 3] >> (row & 7)) & 1;
    const inRanges = ranges.every((one) => one.codes[row] !== NONE && one.codes[row] >= one.first && one.codes[row] < one.after);
    const inMoving = everything || (moving[row] < bins && moving[row] >= first && moving[row] < after);
    if (!inBits || !inRanges || !inMoving) continue;
    total += 1;
    if (shown[row] < size) counts[shown[row]] += 1;
  }
  return { total, counts };
};

test("1,000 random selections count what looking at every record counts", () => {
  for (let round = 0; round < 100; round += 1) {
    const records = 1 + random(300);
    const bins = 1 + random(42);
    const moving = { codes: codes(records, bins), bins };
    const shown = { codes: codes(records, 90), size: 90 };
    const cells = { codes: codes(records, 10240, Uint16Array), size: 10240 };
    const bits = random(2) ? Uint8Array.from({ length: Math.ceil(records / 8) }, () => random(256)) : null;
    const ranges = Array.from({ length: random(3) }, () => {
      const first = random(20);
      return { codes: codes(records, 30), first, after: first + 1 + random(20) };
    });
    const index = crossfilter.indexed(moving, { shown, cells, itself: { codes: moving.codes, size: bins } }, crossfilter.passing(records, bits, ranges));
    for (let move = 0; move < 10; move += 1) {
      const first = random(bins);
      const after = first + 1 + random(bins - first);
      const everything = random(10) === 0;
      const total = index.count(first, after, everything);
      const expected = oneByOne(records, bits, ranges, moving, shown, first, after, everything);
      assert.equal(total, expected.total);
      assert.deepEqual(plain([...index.counts.shown]), expected.counts);
      const inCells = oneByOne(records, bits, ranges, moving, cells, first, after, everything);
      assert.deepEqual(plain([...index.counts.cells]), inCells.counts);
    }
  }
});

test("nothing passes, one record, and records without a value", () => {
  const moving = { codes: Uint8Array.of(NONE, NONE, 0), bins: 1 };
  const views = { shown: { codes: Uint8Array.of(0, 1, NONE), size: 2 } };
  const all = crossfilter.indexed(moving, views, crossfilter.passing(3, null, []));
  assert.equal(all.count(0, 1), 1);
  assert.deepEqual(plain([...all.counts.shown]), [0, 0]);
  // Open at both ends, the range leaves what has no value too.
  assert.equal(all.count(0, 1, true), 3);
  assert.deepEqual(plain([...all.counts.shown]), [1, 1]);
  const none = crossfilter.indexed(moving, views, crossfilter.passing(3, Uint8Array.of(0), []));
  assert.equal(none.count(0, 1, true), 0);
});

test("how many records have each code", () => {
  assert.deepEqual(plain([...crossfilter.tallied(Uint8Array.of(0, 2, 2, NONE, 9), 3)]), [1, 0, 2]);
});

test("an index of a million records and nine views is built and moved in good time", () => {
  const records = 1_000_000;
  const [moving, ...others] = Array.from({ length: 9 }, () => Uint8Array.from({ length: records }, () => random(40)));
  const cells = Uint16Array.from({ length: records }, () => random(10240));
  const views = { ...Object.fromEntries(others.map((one, place) => [place, { codes: one, size: 40 }])), cells: { codes: cells, size: 10240 } };
  const index = crossfilter.indexed({ codes: moving, bins: 40 }, views, crossfilter.passing(records, null, []));
  const began = performance.now();
  for (let move = 0; move < 100; move += 1) index.count(move % 20, 20 + (move % 20));
  assert.ok(performance.now() - began < 1000, "a move takes far less than a frame");
});
