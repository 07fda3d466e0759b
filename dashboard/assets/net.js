/* Our own requests: they carry the form token, and when the session has ended they lead to sign-in and back here. */
(() => {
  const sameOrigin = (address) => new URL(address, window.location.href).origin === window.location.origin;
  const token = () => {
    const found = document.cookie.split("; ").find((part) => part.startsWith("_csrf_token="));
    return found ? decodeURIComponent(found.slice("_csrf_token=".length)) : "";
  };
  // Pages of a share link send its token with their requests; no other page knows it.
  const linkToken = () => (/^\/shared\/([\w-]+)/.exec(window.location.pathname) || [])[1];
  let leaving = false;
  const signIn = () => {
    if (leaving) return;
    leaving = true; // several requests end at once; one journey is enough
    const here = window.location.pathname + window.location.search;
    window.location.assign(here === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`);
  };
  const guarded = (address) => /^\/(_dash-|api\/)/.test(new URL(address, window.location.href).pathname);

  const isCallback = (address) => /^\/_dash-(update-component|layout|dependencies)$/.test(new URL(address, window.location.href).pathname);

  const fetchAsIs = window.fetch.bind(window);
  window.fetch = async (resource, options = {}) => {
    const address = resource instanceof Request ? resource.url : String(resource);
    if (!sameOrigin(address)) return fetchAsIs(resource, options);
    const method = (options.method || (resource instanceof Request ? resource.method : "GET")).toUpperCase();
    let sent = options;
    if (linkToken() && guarded(address)) {
      const headers = new Headers(options.headers || (resource instanceof Request ? resource.headers : undefined));
      headers.set("X-Share-Link", linkToken());
      sent = { ...options, headers };
    } else if (!["GET", "HEAD", "OPTIONS"].includes(method)) {
      const headers = new Headers(options.headers || (resource instanceof Request ? resource.headers : undefined));
      if (!headers.has("X-CSRFToken")) headers.set("X-CSRFToken", token());
      sent = { ...options, headers };
    }
    if (isCallback(address)) {
      const given = window.bpFirstView.given(new URL(address, window.location.href).pathname, sent.body);
      if (given) {
        // As late as an answer over the network: what was given before is on the page by then.
        await new Promise((resolve) => setTimeout(resolve));
        return given;
      }
    }
    const ask = () => fetchAsIs(resource, sent);
    const response = await (isCallback(address) ? window.bpLost.asked(ask, sent.body) : ask());
    const ended = response.status === 410 && linkToken(); // the page itself then says that the link has ended
    if (!guarded(address) || !(response.status === 401 || ended)) return response;
    if (ended) window.location.reload();
    else signIn();
    return new Promise(() => {}); // this page is being left: neither an answer nor an error is needed
  };

  // Uploads use XMLHttpRequest, which alone reports progress.
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function sendAndWatch(...body) {
    this.addEventListener("load", () => {
      if (this.status === 401 && sameOrigin(this.responseURL) && guarded(this.responseURL)) signIn();
    });
    return send.apply(this, body);
  };
})();
