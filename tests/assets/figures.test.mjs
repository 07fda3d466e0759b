// Figures for print: the resolution of a PNG, and sizes of words and lines.
import assert from "node:assert/strict";
import test from "node:test";
import zlib from "node:zlib";

import { load, plain } from "./load.mjs";

const { bpFigure: figure } = load("figure_drawing");

test("a PNG says its resolution in a chunk behind the first, with the right checksum", () => {
  const png = new Uint8Array(60).map((_, place) => place);
  const made = figure.withResolution(png, 300);
  const view = new DataView(made.buffer);
  assert.deepEqual([...made.subarray(0, 33)], [...png.subarray(0, 33)]);
  assert.equal(view.getUint32(33), 9);
  assert.equal(String.fromCharCode(...made.subarray(37, 41)), "pHYs");
  assert.equal(view.getUint32(41), 11811);
  assert.equal(view.getUint32(45), 11811);
  assert.equal(made[49], 1);
  assert.equal(view.getUint32(50), zlib.crc32(made.subarray(37, 50)));
  assert.deepEqual([...made.subarray(54)], [...png.subarray(33)]);
});

test("words and their room grow with the font, lines and points with the width, numbers of data not at all", () => {
  const layout = {
    font: { size: 11, family: "system-ui" },
    margin: { l: 50, t: 10 },
    xaxis: { range: [4, 12], tickvals: [4, 8], tickfont: { size: 10 }, title: { standoff: 8, font: { size: 12 } } },
    shapes: [{ x0: 3, line: { width: 2 } }],
  };
  const made = plain(figure.resized(layout, { font: 2, width: 0.5 }));
  assert.deepEqual(made.font, { size: 22, family: "Arial" });
  assert.deepEqual(made.margin, { l: 100, t: 20 });
  assert.deepEqual(made.xaxis, { range: [4, 12], tickvals: [4, 8], tickfont: { size: 20 }, title: { standoff: 16, font: { size: 24 } } });
  assert.deepEqual(made.shapes, [{ x0: 3, line: { width: 1 } }]);
  const trace = plain(figure.resized({ x: [1], width: 3, marker: { size: 4, line: { width: 1 } } }, { font: 2, width: 0.5 }));
  assert.deepEqual(trace, { x: [1], width: 3, marker: { size: 2, line: { width: 0.5 } } });
});

test("each colour of the dark theme becomes that of the light one", () => {
  const made = figure.inLight({ marker: { color: "#000" }, list: ["#000", "#fff"] }, { "#000": "#111" });
  assert.deepEqual(plain(made), { marker: { color: "#111" }, list: ["#111", "#fff"] });
});
