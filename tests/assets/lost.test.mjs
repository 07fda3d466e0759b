// Answers that don't come: what reads is asked again, what writes is not, and both are said.
import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./load.mjs";

const READ = '{"output":"..explorer-grid.getRowsResponse...explorer-grid-count.children..","inputs":[]}';
const WRITE = '{"output":"..selections-list.children...","inputs":[]}';
const json = (status = 200) => new Response(status === 204 ? null : '{"response":{}}', { status, headers: { "Content-Type": "application/json" } });
const html = () => new Response("<html>", { status: 200, headers: { "Content-Type": "text/html" } });

const element = () => {
  const made = { dataset: {}, children: [], setAttribute: () => {}, addEventListener: (_, run) => (made.press = run), remove: () => (made.gone = true) };
  made.append = (...parts) => made.children.push(...parts);
  Object.defineProperties(made, { firstChild: { get: () => made.children[0] }, lastChild: { get: () => made.children.at(-1) } });
  return made;
};
// A page whose clock stands still: only a press, the network or another answer wakes a request.
const page = () => {
  const banners = [];
  const window = load();
  window.Response = Response;
  const timers = [];
  window.setTimeout = (run, milliseconds) => timers.push({ run, milliseconds });
  window.clearTimeout = (timer) => delete timers[timer - 1];
  const pass = (milliseconds) => timers.filter((one) => one.milliseconds === milliseconds).forEach((one) => one.run());
  window.addEventListener = (name, run) => (window[name] = run);
  window.document.createElement = element;
  window.document.body = { append: (one) => banners.push(one), classList: { add: () => {}, remove: () => {} } };
  return { window: load.into(window, "answers", "lost"), pass, banners, shown: () => banners.filter((one) => !one.gone).map((one) => one.firstChild.textContent) };
};
const answers = (...list) => {
  const ask = async () => {
    ask.times += 1;
    const next = list.length > 1 ? list.shift() : list[0];
    if (next instanceof Error) throw next;
    return next();
  };
  ask.times = 0;
  return ask;
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

for (const [name, failure] of Object.entries({
  "a broken connection": new TypeError("Failed to fetch"),
  "a page of somebody else's": html,
  ...Object.fromEntries([429, 500, 502, 503, 504].map((status) => [`status ${status}`, () => json(status)])),
})) {
  test(`${name} is said, and a reading request is asked again until it is answered`, async () => {
    const { window, banners, shown } = page();
    const ask = answers(failure, failure, () => json());
    const answer = window.bpLost.asked(ask, READ);
    await settled();
    assert.match(shown().join(), /Your last change wasn't applied\.$/);
    banners[0].lastChild.press();
    await settled();
    assert.equal(ask.times, 2);
    banners[0].lastChild.press();
    assert.equal((await answer).status, 200);
    assert.equal(ask.times, 3);
    assert.deepEqual(shown(), []);
  });
}

for (const [status, words] of Object.entries({ 400: /refused/, 403: /refused/, 404: /no longer has this/, 413: /refused/ })) {
  test(`a reading request that is refused with ${status} is said and asked again after a second`, async () => {
    const { window, banners, shown, pass } = page();
    const ask = answers(() => json(Number(status)), () => json());
    const answer = window.bpLost.asked(ask, READ);
    await settled();
    assert.match(shown().join(), words);
    assert.equal(banners[0].lastChild.textContent, "Reload");
    pass(1000);
    assert.equal((await answer).status, 200);
    assert.deepEqual(shown(), []);
  });
}

const whole = (text) => new Response(text, { status: 200, headers: { "Content-Type": "application/json" } });
for (const [name, text] of Object.entries({
  "cut off": '{"multi":true,"response":{"explorer-grid":{"getRows',
  "no answer of a callback": '{"error":"captive portal"}',
  empty: "",
  nothing: "null",
  "that of another callback": '{"multi":true,"response":{"explorer-count":{"children":"1"}}}',
})) {
  test(`an answer that is ${name} is asked for again`, async () => {
    const { window, pass, shown } = page();
    const good = '{"multi":true,"response":{"explorer-grid":{"getRowsResponse":{}},"explorer-grid-count":{"children":"1 row"}}}';
    const ask = answers(() => whole(text), () => whole(good));
    const answer = window.bpLost.asked(ask, READ);
    await settled();
    assert.match(shown().join(), /Connection lost/);
    pass(1000);
    assert.equal((await (await answer).json()).response["explorer-grid-count"].children, "1 row");
  });
}

test("a request that writes is never sent twice, and is said", async () => {
  const { window, shown } = page();
  const refused = answers(() => json(503), () => json());
  assert.equal((await window.bpLost.asked(refused, WRITE)).status, 503);
  assert.equal(refused.times, 1);
  assert.match(shown().join(), /Try again\.$/);
  await assert.rejects(window.bpLost.asked(answers(new TypeError("gone")), WRITE), TypeError);
  // The next answer takes the banner away.
  await window.bpLost.asked(answers(() => json(204)), WRITE);
  assert.deepEqual(shown(), []);
});

test("another answer wakes what waits", async () => {
  const { window } = page();
  const lost = window.bpLost.asked(answers(() => json(503), () => json()), READ);
  await settled();
  await window.bpLost.asked(answers(() => json()), WRITE);
  assert.equal((await lost).status, 200);
});

test("a request that is given up answers with nothing", async () => {
  const { window, shown } = page();
  const ask = answers(() => json(503));
  const lost = window.bpLost.asked(ask, READ);
  await settled();
  assert.equal(window.bpLost.drop("explorer-histogram.figure"), false);
  assert.equal(window.bpLost.drop("explorer-grid.getRowsResponse"), true);
  assert.equal((await lost).status, 204);
  assert.equal(ask.times, 1);
  assert.deepEqual(shown(), []);
  assert.equal(window.bpLost.drop("explorer-grid.getRowsResponse"), false);
});

test("the end of a session is no fault of the connection", async () => {
  const { window, shown } = page();
  assert.equal((await window.bpLost.asked(answers(() => json(401)), READ)).status, 401);
  assert.deepEqual(shown(), []);
});

test("what takes three seconds is said, and after ten it can be asked again", async () => {
  const { window, pass, banners, shown } = page();
  const waiting = [];
  const ask = () => new Promise((resolve) => waiting.push(resolve));
  const answer = window.bpLost.asked(ask, READ);
  pass(3000);
  assert.deepEqual(shown(), ["Still calculating"]);
  assert.equal(banners[0].lastChild.hidden, true);
  pass(10000);
  assert.equal(banners[0].lastChild.hidden, false);
  banners[0].lastChild.press();
  assert.equal(waiting.length, 2);
  waiting[1](json());
  assert.equal((await answer).status, 200);
  assert.deepEqual(shown(), []);
});

test("what writes is not asked again, however long it takes", async () => {
  const { window, pass, shown } = page();
  let end;
  const answer = window.bpLost.asked(() => new Promise((resolve) => (end = resolve)), WRITE);
  pass(3000);
  pass(10000);
  assert.deepEqual(shown(), []);
  end(json());
  await answer;
});

test("what reads and what writes is told apart by what it writes to", async () => {
  const outputs = {
    reads: ["_pages_content.children..._pages_store.data..", "job-heading.children...job-body.children..", "jobs-list.children..", "new-panel-file.hidden..", "share-dialog.is_open..", "special-body.children"],
    writes: ["jobs-refresh.data@1", "job-refresh.data@1...job-poll.disabled@1..", "share-link.value..", "share-list.children@2", "selections-list.children@3..", "_pages_location.pathname@4.."],
  };
  for (const [kind, all] of Object.entries(outputs)) {
    for (const output of all) {
      const { window } = page();
      const ask = answers(() => json(503), () => json());
      const answer = window.bpLost.asked(ask, `{"output":"..${output}","inputs":[]}`);
      await settled();
      window.online();
      assert.equal((await answer).status, kind === "reads" ? 200 : 503, output);
      assert.equal(ask.times, kind === "reads" ? 2 : 1, output);
    }
  }
});

test("the layout of the page is asked for again", async () => {
  const whatSays = (text) => () => whole(text);
  for (const good of ['{"props":{},"type":"Div","namespace":"dash_html_components"}', "[]"]) {
    const { window, pass } = page();
    const ask = answers(new TypeError("gone"), whatSays('{"multi":true,"response":{}}'), whatSays(good));
    const answer = window.bpLost.asked(ask);
    await settled();
    pass(1000);
    await settled();
    pass(2000);
    assert.deepEqual(await (await answer).json(), JSON.parse(good));
    assert.equal(ask.times, 3);
  }
});
