import assert from "node:assert/strict";
import test from "node:test";

import { load, readText } from "./load.mjs";

const { bpNumbers: numbers, bpSelection: selections } = load("selection", "selection_checks", "numbers");
const cases = JSON.parse(readText("tests/number_cases.json"));

test("numbers as people type them", () => {
  for (const [typed, value] of Object.entries(cases.read)) assert.equal(numbers.parse(typed), value, typed);
  assert.equal(numbers.parse(null), null);
  assert.equal(numbers.parse(undefined), null);
  assert.equal(numbers.parse(3), 3);
});

test("what is no number, or could be two, is refused with a sentence", () => {
  for (const typed of cases.refused) {
    assert.throws(() => numbers.parse(typed), (error) => error instanceof selections.Refused && error.message.includes("such as"), typed);
  }
});
