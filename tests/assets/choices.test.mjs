// Each way of selecting, from a selection to a selection, and the one road they all take.
import assert from "node:assert/strict";
import test from "node:test";

import { load, plain } from "./load.mjs";

const page = load("selection", "selection_checks", "numbers", "choices");
const { bpChoices: choices, bpSelection: selections } = page;
const NONE = Symbol("no update");
page.dash_clientside = { no_update: NONE };
const START = "r.gravy=-1..1&q=kinase";
const changed = (change, from = START) => selections.write(change(selections.read(from)));

test("a range without bounds is no range, and one upside down is turned", () => {
  assert.equal(changed((one) => choices.range(one, "gravy", [null, null])), "q=kinase");
  assert.equal(changed((one) => choices.range(one, "length", [9, null])), "r.gravy=-1..1&r.length=9..&q=kinase");
  assert.equal(changed((one) => choices.range(one, "gravy", [2, -1])), "r.gravy=-1..2&q=kinase");
});

test("a range of masses that is upside down still ends with what is shown", () => {
  const turned = (bounds) => changed((one) => choices.range(one, "molecular_weight_da", bounds), "");
  // At least 60.0 kDa and at most 45.0 kDa.
  assert.equal(turned([59950, 45049.99]), "r.molecular_weight_da=44950..60049.99");
  assert.equal(turned([60000, 45000.5]), "r.molecular_weight_da=45000.5..60000");
});

test("a box selects what is shown inside it", () => {
  const box = { gravy: [0.12345, 0.5], isoelectric_point: [4.126, 9] };
  assert.equal(changed((one) => choices.box(one, box), ""), "r.gravy=0.123..0.5&r.isoelectric_point=4.13..9");
  const masses = { molecular_weight_da: [23456.78, 45123.456] };
  assert.equal(changed((one) => choices.box(one, masses), ""), "r.molecular_weight_da=23457..45123");
});

test("a lasso becomes an outline with few corners, and a line is refused", () => {
  const many = 1000;
  const drawn = { x: "isoelectric_point", y: "molecular_weight_da", logX: false, logY: true, xs: Array(many).fill(5.123456789), ys: Array(many).fill(1e4) };
  const { region } = choices.outline(selections.everything(), drawn);
  assert.ok(region.polygon.length >= 3 && region.polygon.length <= 120);
  assert.deepEqual(plain(region.polygon[0]), [5.12346, 1e4]);
  const line = { x: "gravy", y: "gravy", logX: false, logY: false, xs: [1, 2], ys: [1, 2] };
  assert.throws(() => choices.outline(selections.everything(), line), selections.Refused);
});

test("all statuses that are offered are no condition", () => {
  assert.equal(changed((one) => choices.statuses(one, ["ok", "warned"], ["ok", "warned"])), START);
  assert.equal(changed((one) => choices.statuses(one, ["ok"], ["ok", "warned"])), "r.gravy=-1..1&status=ok&q=kinase");
  assert.equal(changed((one) => choices.statuses(one, [], ["ok", "warned"])), START);
});

const OFFERED = ["Mus musculus", "", choices.OTHERS];
for (const [ticked, organisms, leftOut] of [
  [OFFERED, [], []],
  [[], [], []],
  [["", "Mus musculus"], ["Mus musculus", ""], []],
  [["", choices.OTHERS], [], ["Mus musculus"]],
]) {
  test(`ticked organisms ${JSON.stringify(ticked)} become a selection and back`, () => {
    const before = selections.read("organism=Mus+musculus");
    const found = choices.organisms(before, ticked, OFFERED);
    assert.deepEqual(plain([found.organisms, found.organismsLeftOut]), [organisms, leftOut]);
    if (ticked.length) assert.deepEqual(plain(choices.tickedOrganisms(found, OFFERED)).sort(), [...ticked].sort());
  });
}

test("an organism that has no box stays selected when the boxes are made", () => {
  const rare = selections.read("organism=Rara+avis");
  assert.deepEqual(plain(choices.organisms(rare, ["Mus musculus"], OFFERED).organisms), ["Rara avis", "Mus musculus"]);
  assert.equal(choices.organisms(rare, [], OFFERED), rare);
  assert.deepEqual(plain(choices.organisms(rare, OFFERED, OFFERED).organisms), []);
});

test("one organism can be the only one, with a box or without", () => {
  const before = selections.read("-organism=Mus+musculus&q=a");
  assert.equal(selections.write(choices.only(before, "organism", "Rara avis", OFFERED)), "q=a&organism=Rara+avis");
  assert.equal(selections.write(choices.only(before, "organism", "", OFFERED)), "q=a&organism=+");
  assert.equal(selections.write(choices.only(before, "organism", choices.OTHERS, OFFERED)), "q=a&-organism=+&-organism=Mus+musculus");
});

test("both boxes of duplicates are no condition, and neither is none", () => {
  for (const [ticked, identical] of [[["yes", "no"], null], [[], null], [["yes"], true], [["no"], false]]) {
    assert.equal(choices.identical(selections.everything(), ticked).identical, identical);
  }
});

test("a search is words or a motif, and what can't be read is refused", () => {
  assert.equal(changed((one) => choices.search(one, "  heat  shock ", false), ""), "q=heat++shock");
  assert.equal(changed((one) => choices.search(one, "seq:RGD", false), "motif=A"), "q=seq:RGD");
  assert.equal(changed((one) => choices.search(one, " RGD ", true), "q=a"), "motif=RGD");
  assert.equal(changed((one) => choices.search(one, "seq:RGD", true), "q=a"), "motif=RGD");
  assert.equal(changed((one) => choices.search(one, "", true), "motif=A"), "");
  for (const [typed, isMotif] of [["seq:R.D", false], ["R.D", true], ["N-{P}-(", true], ["x".repeat(201), false]]) {
    assert.throws(() => choices.search(selections.everything(), typed, isMotif), selections.Refused, typed);
  }
});

test("each condition can be taken away by its name", () => {
  const full = "r.gravy=0..&status=warned&q=kinase&motif=RGD&n=1,2&in=gravy,length;0,1;1,9;2,1&c.gene=blank:&-organism=Mus&identical=no";
  const names = ["region", "f:gravy", "status", "organism", "identical", "text", "motif", "column:gene", "checked"];
  const lengths = names.map((name, place) => names.slice(0, place + 1).reduce(choices.without, selections.read(full))).map((one) => selections.write(one).length);
  assert.deepEqual(lengths, [...lengths].sort((one, other) => other - one));
  assert.equal(new Set(lengths).size, names.length);
  assert.equal(lengths.at(-1), 0);
});

test("changes that come before the page followed the first are both kept", () => {
  const first = choices.change(START, (one) => choices.range(one, "length", [9, null]));
  assert.equal(first, "r.gravy=-1..1&r.length=9..&q=kinase");
  const second = choices.change(START, (one) => choices.search(one, "", false));
  assert.equal(second, "r.gravy=-1..1&r.length=9..");
  choices.seen(first, "job");
  choices.seen(second, "job");
  assert.equal(choices.change(second, (one) => one), NONE);
  // What the page has from elsewhere, such as a step back, is where the next change begins.
  assert.equal(choices.change("q=other", (one) => choices.range(one, "gravy", [1, null])), "r.gravy=1..&q=other");
  // Another analysis knows nothing of it.
  choices.seen("", "another");
  assert.equal(choices.change("", (one) => choices.range(one, "length", [1, null])), "r.length=1..");
});

const GROUP = "own1c_Group";
const VALUES = ["membrane", "cytosol", ""];
const toggles = (start, key, names, offered = VALUES) =>
  selections.write(names.reduce((selection, name) => choices.toggled(selection, key, name, offered), selections.read(start)));

test("the box of a value leaves it out, or adds it to those that are chosen", () => {
  assert.equal(toggles("", GROUP, ["cytosol"]), "-v.own1c_Group=cytosol");
  assert.equal(toggles("", GROUP, ["cytosol", "cytosol"]), "");
  assert.equal(toggles("v.own1c_Group=cytosol", GROUP, [""]), "v.own1c_Group=+&v.own1c_Group=cytosol");
  assert.equal(toggles("v.own1c_Group=cytosol", GROUP, ["cytosol"]), "");
  assert.equal(toggles("", "organism", ["Rara avis"], OFFERED), "-organism=Rara+avis");
  assert.equal(toggles("organism=Mus+musculus", "organism", ["Rara avis"], OFFERED), "organism=Mus+musculus&organism=Rara+avis");
});

test("every box ticked and no box ticked are no condition", () => {
  assert.equal(toggles("v.own1c_Group=cytosol", GROUP, ["", "membrane"]), "");
  assert.equal(toggles("", GROUP, VALUES), "");
});

test("a box is ticked when its value is selected", () => {
  const ticked = (text) => VALUES.filter((value) => choices.isTicked(selections.read(text), GROUP, value));
  assert.deepEqual(ticked(""), VALUES);
  assert.deepEqual(ticked("v.own1c_Group=cytosol"), ["cytosol"]);
  assert.deepEqual(ticked("-v.own1c_Group=cytosol"), ["membrane", ""]);
});

test("a value can be the only one", () => {
  const only = (key, value) => selections.write(choices.only(selections.read("-v.own1c_Group=cytosol&status=ok,warned"), key, value, VALUES));
  assert.equal(only(GROUP, "membrane"), "status=ok,warned&v.own1c_Group=membrane");
  assert.equal(only("status", "warned"), "status=warned&-v.own1c_Group=cytosol");
});
