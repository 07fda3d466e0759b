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

test("a bound in kilodalton is meant as what is shown, or with more decimals exactly", () => {
  for (const [key, side, typed, value] of cases.bounds) {
    assert.equal(numbers.bound(key, ["min", "max"].indexOf(side), typed), value, `${key} ${side} ${typed}`);
  }
  assert.equal(numbers.bound("molecular_weight_da", 0, " "), null);
  for (const typed of [...cases.refused, "1e306"]) {
    assert.throws(() => numbers.bound("molecular_weight_da", 0, typed), (error) => error instanceof selections.Refused && error.message.includes("kDa"), typed);
  }
});

test("what is no number, or could be two, is refused with a sentence", () => {
  for (const typed of cases.refused) {
    assert.throws(() => numbers.parse(typed), (error) => error instanceof selections.Refused && error.message.includes("such as"), typed);
  }
});

test("a bound is shown as it would be typed", () => {
  for (const [key, place, value, words] of [
    ["gravy", 0, -1.1, "\u22121.100"],
    ["length", 1, 1250, "1,250"],
  ]) {
    assert.equal(numbers.shown(key, place, value), words);
  }
  for (const [place, typed] of [[0, "45.2"], [1, "1,250.0"]]) {
    assert.equal(numbers.shown("molecular_weight_da", place, numbers.bound("molecular_weight_da", place, typed)), typed);
  }
});
