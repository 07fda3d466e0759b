// The one limit of an address: what is longer is kept under a short name, once, and whoever waits hears of the name.
import assert from "node:assert/strict";
import test from "node:test";

import { load, rules } from "./load.mjs";

const LONG = `n=${"1,3,".repeat(2000)}5`;
const NAME = "0123456789abcdef0123";
const json = (status, data) => new Response(JSON.stringify(data), { status, headers: { "Content-Type": "application/json" } });
const settled = () => new Promise((resolve) => setImmediate(resolve));
const page = (path, answer) => {
  const asked = [];
  const toasts = [];
  const window = load("selection");
  window.bpPlace = (job) => (path.startsWith("/shared/") ? path : `/jobs/${job}`);
  window.fetch = async (url, { body }) => {
    asked.push([url, JSON.parse(body)]);
    return answer(asked.length);
  };
  window.dash_clientside = { set_props: (_id, { data }) => toasts.push(data.text) };
  window.setTimeout = setImmediate;
  load.into(window, "answers", "address");
  return { window, asked, toasts };
};

test("what fits stays as it is", () => {
  const { window, asked } = page("/jobs/a", () => json(200, { name: NAME }));
  assert.equal(window.bpAddress.fit("a", "r.gravy=0..1", "x=length", () => {}), "r.gravy=0..1&x=length");
  assert.equal(window.bpAddress.fit("a", "", "", () => {}), "");
  const longest = "q".repeat(rules.limits.address);
  assert.equal(window.bpAddress.fit("a", longest, "", () => {}), longest);
  assert.equal(asked.length, 0);
});

test("what is longer is kept once and has its name from then on", async () => {
  const { window, asked } = page("/jobs/a", () => json(200, { name: NAME }));
  const heard = [];
  assert.equal(window.bpAddress.fit("a", LONG, "x=length", () => heard.push(1)), null);
  assert.equal(window.bpAddress.fit("a", LONG, "columns=all", () => heard.push(2)), null);
  await settled();
  await settled();
  assert.deepEqual(asked, [["/api/kept-selections", { job: "a", query: LONG }]]);
  assert.deepEqual(heard, [1, 2]);
  assert.equal(window.bpAddress.fit("a", LONG, "x=length", () => {}), `kept=${NAME}&x=length`);
  // Of another analysis it is another one.
  assert.equal(window.bpAddress.fit("b", LONG, "", () => {}), null);
});

test("the holder of a link asks for what the owner had kept", async () => {
  const { window, asked } = page("/shared/token", () => json(200, { name: NAME }));
  window.bpAddress.fit("a", LONG, "", () => {});
  await settled();
  assert.equal(asked[0][0], "/shared/token/kept-selections");
});

test("a moment without an answer is not heard of", async () => {
  const { window, asked, toasts } = page("/jobs/a", (times) => {
    if (times === 1) throw new TypeError("Failed to fetch");
    return times < 4 ? json(503, {}) : json(200, { name: NAME });
  });
  const name = new Promise((resolve) => window.bpAddress.fit("a", LONG, "", resolve));
  await name;
  assert.equal(asked.length, 4);
  assert.deepEqual(toasts, []);
});

for (const [name, answer] of Object.entries({ refused: () => json(403, {}), empty: () => json(200, {}), "cut off": () => new Response("{", { status: 200 }) })) {
  test(`what can't be kept (${name}) is said and asked for again with the next change`, async () => {
    const { window, asked, toasts } = page("/jobs/a", answer);
    window.bpAddress.fit("a", LONG, "", () => assert.fail("it has no name"));
    await settled();
    await settled();
    assert.match(toasts.join(), /could not be kept on the server/);
    assert.equal(window.bpAddress.fit("a", LONG, "", () => {}), null);
    assert.equal(asked.length, 2);
  });
}
