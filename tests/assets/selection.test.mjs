import assert from "node:assert/strict";
import test from "node:test";

import { load, plain, readText } from "./load.mjs";

const { bpSelection: selections } = load("selection", "selection_checks");
const cases = JSON.parse(readText("tests/selection_cases.json"));

for (const { query, written, selection } of cases.read) {
  test(`reads and writes ${JSON.stringify(query)}`, () => {
    const found = selections.read(query);
    assert.deepEqual(plain(found), { ...plain(selections.everything()), ...selection });
    assert.equal(selections.write(found), written);
  });
}

for (const query of cases.refused) {
  test(`refuses ${JSON.stringify(query.slice(0, 60))}`, () => {
    assert.throws(() => selections.read(query), (error) => error instanceof selections.Refused && /^[A-Z].*\.$/.test(error.message));
  });
}
