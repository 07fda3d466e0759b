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
    window.bpDraft.save();
    const here = window.location.pathname + window.location.search;
    window.location.assign(here === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`);
  };
  const guarded = (address) => /^\/(_dash-|api\/)/.test(new URL(address, window.location.href).pathname);

  const isCallback = (address) => /^\/_dash-(update-component|layout|dependencies)$/.test(new URL(address, window.location.href).pathname);

  const fetchAsIs = window.fetch.bind(window);
  // Whether a request was refused because the form token was lost or is that of an earlier session. Nothing was done
  // then, and any page brings the cookie with the token again.
  const isWithoutToken = async (answer) => {
    if (answer.status !== 403) return false;
    const { code } = await answer.clone().json().catch(() => ({}));
    if (code !== "csrf") return false;
    await fetchAsIs(window.location.pathname, { method: "HEAD" }).catch(() => {});
    return true;
  };
  window.fetch = async (resource, options = {}) => {
    const address = resource instanceof Request ? resource.url : String(resource);
    if (!sameOrigin(address)) return fetchAsIs(resource, options);
    const method = (options.method || (resource instanceof Request ? resource.method : "GET")).toUpperCase();
    const isSafe = ["GET", "HEAD", "OPTIONS"].includes(method);
    const linked = linkToken() && guarded(address);
    // With the form token of this moment.
    const sent = () => {
      if (!linked && isSafe) return options;
      const headers = new Headers(options.headers || (resource instanceof Request ? resource.headers : undefined));
      if (linked) headers.set("X-Share-Link", linkToken());
      else headers.set("X-CSRFToken", token());
      return { ...options, headers };
    };
    if (isCallback(address)) {
      const came = window.bpFirstView.given(new URL(address, window.location.href).pathname, options.body);
      if (came) {
        // As late as an answer over the network: what was given before is on the page by then.
        await new Promise((resolve) => setTimeout(resolve));
        return came;
      }
    }
    const ask = async () => {
      const answer = await fetchAsIs(resource, sent());
      return !linked && !isSafe && (await isWithoutToken(answer)) ? fetchAsIs(resource, sent()) : answer;
    };
    const response = await (isCallback(address) ? window.bpLost.asked(ask, options.body) : ask());
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
