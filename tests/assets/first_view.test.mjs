// Answers that came with the page are given once, to exactly the question that was foreseen.
import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./load.mjs";

const CALLBACK = "/_dash-update-component";
const page = (answers) => {
  const window = load();
  Object.assign(window, { Response, setTimeout: (run) => (window.later = run) });
  const { getElementById } = window.document;
  window.document.getElementById = (id) => (id === "bp-first" ? { textContent: JSON.stringify(answers) } : getElementById(id));
  return load.into(window, "first_view");
};
const foreseen = { path: CALLBACK, output: "..a.children..", given: [[{ id: "a", property: "data", value: { x: 1 } }], [{ id: "b", property: "data" }]], answer: "{}" };
const asked = (value, state = null) =>
  JSON.stringify({ output: "..a.children..", inputs: [{ id: "a", property: "data", value }], state: [{ property: "data", id: "b", value: state }] });

test("the foreseen question is answered, once", async () => {
  const { bpFirstView } = page([foreseen]);
  const answer = bpFirstView.given(CALLBACK, asked({ x: 1 }));
  assert.equal(await answer.text(), "{}");
  assert.equal(bpFirstView.given(CALLBACK, asked({ x: 1 })), null);
});

test("another question is asked over the network", () => {
  const { bpFirstView } = page([foreseen]);
  for (const body of [asked({ x: 2 }), asked({ x: 1 }, "set"), asked(null), asked([1])]) assert.equal(bpFirstView.given(CALLBACK, body), null);
  assert.equal(bpFirstView.given("/_dash-layout"), null);
});

test("after a while everything is asked over the network", () => {
  const window = page([foreseen, { path: "/_dash-layout", answer: "[]" }]);
  assert.ok(window.bpFirstView.given("/_dash-layout"));
  window.later();
  assert.equal(window.bpFirstView.given(CALLBACK, asked({ x: 1 })), null);
});

test("a page without any is a page as any other", () => {
  assert.equal(page([]).bpFirstView.given("/_dash-layout"), null);
});
