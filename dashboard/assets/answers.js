/* Which answers can be used, and what is wrong with the others: "lost" (none, cut off, or somebody else's), "down" (not
   at the moment), "refused", "gone" (what was asked about is no longer there). */
(() => {
  const NOW_NOT = new Set([408, 425, 429]);
  const SAID = new Set([401, 410]); // net.js leads to where these are said
  const ofStatus = (status) => {
    if (status < 400 || SAID.has(status)) return null;
    if (status >= 500 || NOW_NOT.has(status)) return "down";
    return status === 404 ? "gone" : "refused";
  };
  const OUTPUT = /^\{"output":"((?:[^"\\]|\\.)*)"/;
  // The answer of a callback names only what was asked for; a family of components is named in another way.
  const isFor = (found, body) => {
    if (!found || typeof found !== "object") return false;
    // Without a question it is the layout of the page, or the list of its callbacks.
    if (body === undefined) return Array.isArray(found) || ("props" in found && "namespace" in found);
    const output = typeof body === "string" && OUTPUT.exec(body)?.[1];
    if (!output) return true;
    if (!found.response || typeof found.response !== "object") return false;
    return Object.keys(found.response).every((id) => id.startsWith("{") || output.includes(`${id}.`));
  };
  // Null for an answer that can be used. Its contents are then at hand and are not read twice.
  const fault = async (response, body) => {
    if (!response.ok) return ofStatus(response.status);
    if (response.status === 204) return null;
    if (!(response.headers.get("Content-Type") || "").includes("json")) return "lost";
    try {
      const found = await response.json();
      response.json = () => Promise.resolve(found);
      return isFor(found, body) ? null : "lost";
    } catch {
      return "lost"; // cut off
    }
  };

  // Send what may be sent twice without harm. What can't be answered for a moment is asked again before anybody hears
  // of it; null when there is no answer in the end.
  const WAITS = [500, 1500, 4000];
  const post = async (url, body) => {
    const sent = { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(body) };
    for (const wait of WAITS) {
      const response = await fetch(url, sent).catch(() => null);
      if (response && ofStatus(response.status) !== "down") return response;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    return fetch(url, sent).catch(() => null);
  };

  window.bpAnswers = { fault, ofStatus, post };
})();
