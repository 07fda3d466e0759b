/* Answers that came along with the page (dashboard/first_view.py), each given once, to exactly the question that was foreseen. */
(() => {
  const LASTS = 10000; // milliseconds after which a question is about something newer
  let found = null;
  const all = () => {
    if (found) return found;
    found = JSON.parse(document.getElementById("bp-first")?.textContent || "[]");
    window.setTimeout(() => found.splice(0), LASTS);
    return found;
  };
  // Objects may have their keys in another order, and what is missing is nothing.
  const same = (one, other) => {
    if (one === other || (one ?? null) === (other ?? null)) return true;
    if (typeof one !== "object" || typeof other !== "object" || !one || !other || Array.isArray(one) !== Array.isArray(other)) return false;
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => same(one[key], other[key]));
  };
  const fits = (one, path, asked) =>
    one.path === path && (!one.output || (asked && one.output === asked.output && same(one.given, [asked.inputs ?? [], asked.state ?? []])));
  const given = (path, body) => {
    if (!all().length) return null;
    const asked = body ? JSON.parse(body) : null;
    const place = all().findIndex((one) => fits(one, path, asked));
    if (place < 0) return null;
    const [{ answer }] = all().splice(place, 1);
    if (!answer) return new Response(null, { status: 204 });
    return new Response(answer, { status: 200, headers: { "Content-Type": "application/json" } });
  };
  window.bpFirstView = { given };
})();
