/* Answers that don't come. What only reads is asked again until it is answered, so that no change is lost and nothing
   waits for ever: after a while, as soon as the network is back or another answer comes, or when Retry is pressed. What
   writes is never sent twice. Until then a banner says so. */
(() => {
  // By what they write to. What changes something on the server writes to other places (job-refresh, share-list ...).
  const READS = new RegExp(
    `^\\{"output":"\\.{0,2}(${[
      "_pages_content|jobs-(?:list|sort)|job-heading|job-tab|records-view|report-view|special-body",
      "explorer|beside|protein|compare|share-dialog|selections-dialog",
      "new-(source\\.data\"|panel|problem|options-changed|upload\\.data)",
    ].join("|")})`,
  );
  const WAITS = [1000, 2000, 4000, 8000, 15000];
  const TEXTS = {
    lost: "Connection lost. Your last change wasn't applied.",
    down: "The server can't answer at the moment. Your last change wasn't applied.",
    refused: "The server refused your last change, so it wasn't applied.",
    gone: "The server no longer has this: it may have been deleted. Your last change wasn't applied.",
  };
  const waiting = new Set(); // requests to be asked again: what they write to, and how to wake or drop them
  let banner = null;

  // Requests without a body are for the layout of the page.
  const isRead = (body) => body === undefined || (typeof body === "string" && READS.test(body));
  // These may stay as they are: loading the page again shows why.
  const isFinal = (kind) => kind === "refused" || kind === "gone";

  const show = (kind) => {
    if (!banner) {
      banner = document.createElement("div");
      banner.className = "bp-lost";
      banner.setAttribute("role", "alert");
      banner.append(document.createElement("span"), document.createElement("button"));
      banner.lastChild.className = "btn btn-sm btn-outline-secondary";
      banner.lastChild.addEventListener("click", () => {
        if (isFinal(banner.dataset.kind)) window.location.reload();
        else wake();
      });
      document.body.append(banner);
    }
    banner.dataset.kind = kind;
    banner.firstChild.textContent = waiting.size || isFinal(kind) ? TEXTS[kind] : `${TEXTS[kind]} Try again.`;
    banner.lastChild.textContent = isFinal(kind) ? "Reload" : "Retry";
    banner.lastChild.hidden = !waiting.size && !isFinal(kind);
    document.body.classList.add("bp-is-lost");
  };
  const hide = () => {
    banner?.remove();
    banner = null;
    document.body.classList.remove("bp-is-lost");
  };
  const wake = () => waiting.forEach((one) => one.wake());
  window.addEventListener("online", wake);

  const pause = (request, milliseconds) =>
    new Promise((resolve) => {
      request.wake = resolve;
      window.setTimeout(resolve, milliseconds);
    });
  const answered = () => {
    if (waiting.size) wake();
    else if (banner) hide();
  };

  // What takes long is said, and after a while a second request may overtake the first.
  const STILL = 3000;
  const RETRY = 10000;
  const slow = new Map(); // requests that take long: how to ask each of them again, null while that is too early
  let note = null;
  const sayStill = () => {
    if (!slow.size) {
      note?.remove();
      note = null;
      return;
    }
    if (!note) {
      note = document.createElement("div");
      note.className = "bp-lost bp-still-working";
      note.setAttribute("role", "status");
      note.append(document.createElement("span"), document.createElement("button"));
      note.lastChild.className = "btn btn-sm btn-outline-secondary";
      note.lastChild.textContent = "Retry";
      note.lastChild.addEventListener("click", () => slow.forEach((again) => again?.()));
      note.firstChild.textContent = "Still calculating";
      document.body.append(note);
    }
    note.lastChild.hidden = ![...slow.values()].some(Boolean);
  };
  const watched = (ask) =>
    new Promise((resolve, reject) => {
      const request = {};
      const timers = [];
      const ended = (end) => (value) => {
        timers.forEach((timer) => window.clearTimeout(timer));
        slow.delete(request);
        sayStill();
        end(value);
      };
      const start = () => ask().then(ended(resolve), ended(reject));
      const later = (milliseconds, again) =>
        timers.push(
          window.setTimeout(() => {
            slow.set(request, again);
            sayStill();
          }, milliseconds),
        );
      later(STILL, null);
      later(RETRY, start);
      start();
    });

  // One try: an answer, or what went wrong.
  const tried = async (ask, body, isWatched) => {
    try {
      const response = await (isWatched ? watched(ask) : ask());
      return { response, kind: await window.bpAnswers.fault(response, body) };
    } catch (failure) {
      return { failure, kind: "lost" };
    }
  };
  const asked = async (ask, body) => {
    let found = await tried(ask, body, isRead(body));
    if (found.kind === null) answered();
    else if (isRead(body)) found = await askedAgain(ask, body, found);
    else show(found.kind);
    if (found.failure) throw found.failure;
    return found.response;
  };
  const askedAgain = async (ask, body, first) => {
    const request = { body, dropped: false };
    waiting.add(request);
    let found = first;
    for (let attempt = 0; found.kind !== null && !request.dropped; attempt += 1) {
      show(found.kind);
      await pause(request, WAITS[Math.min(attempt, WAITS.length - 1)]);
      if (!request.dropped) found = await tried(ask, body, true);
    }
    waiting.delete(request);
    answered();
    return request.dropped ? { response: new Response(null, { status: 204 }) } : found;
  };
  // Requests that are superseded, because the same is about to be requested in another way.
  const drop = (output) => {
    const dropped = [...waiting].filter((request) => request.body?.includes(output));
    for (const request of dropped) {
      request.dropped = true;
      request.wake();
    }
    return dropped.length > 0;
  };

  window.bpLost = { asked, drop };
})();
