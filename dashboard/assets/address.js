/* The one limit of an address. What is too long for it, thousands of checked rows for instance, is kept on the server
   under a short name (results/sharing/kept_selections.py), and the address has the name. */
(() => {
  const join = (...parts) => parts.filter(Boolean).join("&");
  const names = new Map(); // "job part": its name; null while it is asked for
  const waiting = new Map(); // "job part": what to do once it has a name

  const say = () => {
    const text = "This selection is too long for an address and could not be kept on the server: a reload, a link or a download won't have it. Use filters instead.";
    window.dash_clientside.set_props("app-toast", { data: { text, at: Date.now() } });
  };
  const keep = async (job, part) => {
    const place = window.bpPlace(job);
    const url = place.startsWith("/shared/") ? `${place}/kept-selections` : "/api/kept-selections";
    const response = await window.bpAnswers.post(url, { job, query: part });
    const { name } = (response?.ok && (await response.json().catch(() => null))) || {};
    return name;
  };
  const named = async (job, part) => {
    const key = `${job} ${part}`;
    names.set(key, null);
    const name = await keep(job, part);
    const then = waiting.get(key);
    waiting.delete(key);
    if (!name) {
      names.delete(key); // asked for again with the next change
      return say();
    }
    names.set(key, name);
    then.forEach((one) => one());
  };

  // The part with the rest, at need by its name. Null while it has none yet: `then` is called once it has.
  const fit = (job, part, rest, then) => {
    const whole = join(part, rest);
    if (whole.length <= window.bpSelection.rules().limits.address) return whole;
    const key = `${job} ${part}`;
    if (names.get(key)) return join(`kept=${names.get(key)}`, rest);
    waiting.set(key, [...(waiting.get(key) ?? []), then]);
    if (!names.has(key)) named(job, part);
    return null;
  };
  window.bpAddress = { fit };
})();
