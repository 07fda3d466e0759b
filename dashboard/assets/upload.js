/* The way of a file to the server: ask where to put it, send it there with a progress bar, have it inspected.
   Nothing passes through a Dash callback; the result is put into the store "new-upload". Pasted text goes the same way. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const NO_ANSWER = "The server could not be reached. Check the connection and try again; nothing was lost.";
  // What a bucket says is XML, and not for people.
  const refusals = {
    400: "The file was refused: it may have changed since it was chosen. Choose it again.",
    403: "The permission to send this file has run out. Choose the file again.",
  };
  let latest = 0; // a newer choice makes older answers void
  let request = null;

  const say = (data) => window.dash_clientside.set_props("new-upload", { data });

  const postJson = async (url, body) => {
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": window.bpCsrfToken() },
      body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.detail || answer.message || NO_ANSWER);
    return answer;
  };

  const sizeOf = (bytes) =>
    bytes < 1e3 ? `${bytes} bytes` : bytes < 1e6 ? `${Math.round(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;

  const paint = (phase, name, facts, share) => {
    const drop = document.getElementById("new-drop");
    if (!drop) return;
    drop.dataset.phase = phase;
    if (name !== undefined) drop.querySelector(".bp-drop-name").textContent = name;
    if (facts !== undefined) drop.querySelector(".bp-drop-facts").textContent = facts;
    if (share !== undefined) drop.querySelector(".progress-bar").style.width = `${Math.round(share * 100)}%`;
  };

  const send = (ticket, blob, filename, onProgress) =>
    new Promise((resolve, reject) => {
      const form = new FormData();
      Object.entries(ticket.fields || {}).forEach(([key, value]) => form.append(key, value));
      form.append("file", blob, filename);
      request = new XMLHttpRequest();
      request.open("POST", ticket.url);
      if (new URL(ticket.url, window.location.href).origin === window.location.origin) {
        request.setRequestHeader("X-CSRFToken", window.bpCsrfToken());
      }
      request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded, event.total);
      request.onload = () => {
        if (request.status >= 200 && request.status < 300) return resolve();
        let answer = {};
        try {
          answer = JSON.parse(request.responseText);
        } catch {
          // not ours: the general sentence will do
        }
        return reject(new Error(answer.detail || answer.message || refusals[request.status] || NO_ANSWER));
      };
      request.onerror = () => reject(new Error(NO_ANSWER));
      request.onabort = () => reject(new Error(""));
      request.send(form);
    });

  const upload = async (blob, filename, source, also = {}) => {
    const turn = ++latest;
    if (request) request.abort();
    const started = performance.now();
    const size = sizeOf(blob.size);
    if (source === "file") paint("sending", filename, `0 % of ${size}`, 0);
    say({ phase: "sending", filename, source });
    try {
      const ticket = await postJson("/api/uploads", { filename, size: blob.size });
      await send(ticket, blob, filename, (sent, total) => {
        if (turn !== latest || source !== "file") return;
        const whole = sent >= total;
        paint("sending", undefined, whole ? `${size}, reading the records` : `${Math.floor((100 * sent) / total)} % of ${size}`, sent / total);
      });
      const seconds = (performance.now() - started) / 1000;
      const inspection = await postJson(`/api/uploads/${encodeURIComponent(ticket.id)}/complete`, {});
      if (turn !== latest) return;
      const facts = `${size}, uploaded in ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
      if (source === "file") paint("done", filename, facts);
      say({ phase: "ready", id: ticket.id, filename, size: blob.size, source, facts, inspection, ...also });
    } catch (error) {
      if (turn !== latest) return;
      if (source === "file") paint("failed", filename, `${size}, not read`);
      say({ phase: "failed", filename, source, message: error.message || NO_ANSWER });
    }
  };

  // The page may be rebuilt at any time by navigation: listen on the document, make the input where the slot is.
  const mount = () => {
    const slot = document.getElementById("new-file-slot");
    if (!slot || slot.firstChild) return;
    const input = document.createElement("input");
    input.type = "file";
    input.id = "new-file";
    input.setAttribute("aria-label", "FASTA file");
    input.addEventListener("change", () => {
      if (input.files.length) upload(input.files[0], input.files[0].name, "file");
      input.value = ""; // choosing the same file again must be noticed
    });
    const over = (on) => () => document.getElementById("new-drop").classList.toggle("over", on);
    ["dragenter", "dragover"].forEach((kind) => input.addEventListener(kind, over(true)));
    ["dragleave", "drop"].forEach((kind) => input.addEventListener(kind, over(false)));
    slot.appendChild(input);
  };

  clientside.upload = {
    mount: () => {
      mount();
      return window.dash_clientside.no_update;
    },
    text: (clicks, example, text) => {
      if (text && text.trim()) {
        const name = (example && example.text === text && example.filename) || "pasted text";
        upload(new Blob([text], { type: "text/plain" }), name, "text");
      }
      return window.dash_clientside.no_update;
    },
    // The server asks UniProt; what it got goes the way of every file.
    accessions: async (clicks, text) => {
      if (!clicks || !text || !text.trim()) return window.dash_clientside.no_update;
      const filename = "UniProt accessions";
      const turn = ++latest;
      if (request) request.abort();
      say({ phase: "sending", filename, source: "accessions" });
      try {
        const { fasta, missing } = await postJson("/api/accessions", { accessions: text });
        if (turn === latest) upload(new Blob([fasta], { type: "text/plain" }), filename, "accessions", { missing });
      } catch (error) {
        if (turn === latest) say({ phase: "failed", filename, source: "accessions", message: error.message });
      }
      return window.dash_clientside.no_update;
    },
    // A file that was sent for an earlier analysis: the callback that looked at it says so in the store.
    earlier: (data) => {
      if (data && data.source === "earlier") {
        latest += 1;
        paint(data.phase === "ready" ? "done" : data.phase, data.filename, data.facts || "reading the records", 1);
      } else if (!data) {
        const drop = document.getElementById("new-drop");
        if (drop) delete drop.dataset.phase;
      }
      return window.dash_clientside.no_update;
    },
    again: async (clicks, data) => {
      const wanted = document.querySelector("[data-reading]");
      if (!clicks || !data || !data.id || !wanted) return window.dash_clientside.no_update;
      const turn = ++latest;
      try {
        const url = `/api/uploads/${encodeURIComponent(data.id)}/complete`;
        const inspection = await postJson(url, { reading: wanted.dataset.reading });
        if (turn === latest) say({ ...data, phase: "ready", inspection });
      } catch (error) {
        if (turn === latest) say({ ...data, phase: "failed", message: error.message });
      }
      return window.dash_clientside.no_update;
    },
  };
})();
