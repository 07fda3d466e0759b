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
  const latest = {}; // of each way in: a newer choice makes older answers void
  const requests = {};

  // Each way in keeps what was said of it, and the page shows that of the one that is open.
  const wayOf = (source) => (source === "earlier" ? "file" : source);
  let open = "file";
  let said = {};
  let current = null; // what is shown
  const show = (data) => {
    current = data;
    window.dash_clientside.set_props("new-upload", { data });
  };
  const say = (data) => {
    said[wayOf(data.source)] = data;
    if (wayOf(data.source) === open) show(data);
  };
  const begin = (source) => {
    requests[source]?.abort();
    latest[source] = (latest[source] ?? 0) + 1;
    return latest[source];
  };

  const postJson = async (url, body) => {
    const response = await window.bpAnswers.post(url, body);
    const answer = await response?.json().catch(() => null);
    if (response?.ok && answer) return answer;
    throw Object.assign(new Error(answer?.detail || answer?.message || NO_ANSWER), { readings: answer?.readings });
  };

  // A large file is looked at in the background: the server says how far it is, and is asked again.
  const ASK_MS = 700;
  const inspect = async (id, wanted, said) => {
    for (;;) {
      const answer = await postJson(`/api/uploads/${encodeURIComponent(id)}/complete`, wanted);
      if (!answer.waiting) return answer;
      if (!said(answer)) return null;
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    }
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

  const send = (ticket, blob, filename, onProgress, source = "other") =>
    new Promise((resolve, reject) => {
      const form = new FormData();
      Object.entries(ticket.fields || {}).forEach(([key, value]) => form.append(key, value));
      form.append("file", blob, filename);
      const request = new XMLHttpRequest();
      requests[source] = request;
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
    const turn = begin(source);
    const isLatest = () => turn === latest[source];
    const started = performance.now();
    const size = sizeOf(blob.size);
    let ticket;
    if (source === "file") paint("sending", filename, `0 % of ${size}`, 0);
    say({ phase: "sending", filename, source });
    try {
      ticket = await postJson("/api/uploads", { filename, size: blob.size });
      await send(ticket, blob, filename, (sent, total) => {
        if (!isLatest() || source !== "file") return;
        const whole = sent >= total;
        paint("sending", undefined, whole ? `${size}, reading the records` : `${Math.floor((100 * sent) / total)} % of ${size}`, sent / total);
      }, source);
      const seconds = (performance.now() - started) / 1000;
      const inspection = await inspect(ticket.id, {}, ({ done, total }) => {
        const share = total ? `, ${Math.floor((100 * done) / total)} %` : "";
        if (isLatest() && source === "file") paint("sending", undefined, `${size}, reading the records${share}`, 1);
        return isLatest();
      });
      if (!isLatest()) return;
      const facts = `${size}, uploaded in ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
      if (source === "file") paint("done", filename, facts);
      say({ phase: "ready", id: ticket.id, filename, size: blob.size, source, facts, inspection, ...also });
    } catch (error) {
      if (!isLatest()) return;
      const asked = ticket && error.readings;
      if (source === "file") paint(asked ? "done" : "failed", filename, asked ? `${size}, waits for your choice` : `${size}, not read`);
      say(
        asked
          ? { phase: "asked", id: ticket.id, filename, size: blob.size, source, message: error.message, readings: asked, ...also }
          : { phase: "failed", filename, source, message: error.message || NO_ANSWER },
      );
    }
  };

  // Several files go as one: a tar archive, whose headers are made here and whose contents the browser streams.
  const octal = (number, width) => `${number.toString(8).padStart(width - 1, "0")}\0`;
  const tarHeader = (name, size) => {
    const header = new Uint8Array(512);
    const put = (text, at) => header.set(new TextEncoder().encode(text), at);
    const bytes = new TextEncoder().encode(name);
    header.set(bytes.slice(0, 100), 0);
    [["0000644\0", 100], ["0000000\0", 108], ["0000000\0", 116], [octal(size, 12), 124], [octal(0, 12), 136]].forEach(
      ([text, at]) => put(text, at),
    );
    put("        0", 148); // blanks while it is summed, and an ordinary file
    put("ustar\x0000", 257);
    put(octal(header.reduce((sum, byte) => sum + byte, 0), 7), 148);
    return header;
  };
  const together = (files) => {
    const parts = files.flatMap((file) => [tarHeader(file.name, file.size), file, new Uint8Array(-file.size & 511)]);
    return new Blob([...parts, new Uint8Array(1024)], { type: "application/x-tar" });
  };
  const uploadFiles = (files) =>
    files.length === 1 ? upload(files[0], files[0].name, "file") : upload(together(files), `${files.length} files`, "file");

  // The page may be rebuilt at any time by navigation: listen on the document, make the input where the slot is.
  const mount = (tries = 100) => {
    const slot = document.getElementById("new-file-slot");
    // The page may have come with the same answer and not be there yet.
    if (!slot && tries > 0) requestAnimationFrame(() => mount(tries - 1));
    if (!slot || slot.firstChild) return;
    const input = document.createElement("input");
    input.type = "file";
    input.id = "new-file";
    input.multiple = true;
    input.setAttribute("aria-label", "FASTA files");
    input.addEventListener("change", () => {
      if (input.files.length) uploadFiles([...input.files]);
      input.value = ""; // choosing the same file again must be noticed
    });
    const over = (on) => () => document.getElementById("new-drop").classList.toggle("over", on);
    ["dragenter", "dragover"].forEach((kind) => input.addEventListener(kind, over(true)));
    ["dragleave", "drop"].forEach((kind) => input.addEventListener(kind, over(false)));
    slot.appendChild(input);
  };

  // A way of reading that was chosen among those that the page offers.
  const readAs = async ({ reading, translate }) => {
    const data = current;
    if (!data || !data.id) return;
    const source = wayOf(data.source);
    const turn = begin(source);
    const isLatest = () => turn === latest[source];
    try {
      const wanted = translate ? { translate: Number(translate) } : { reading };
      const inspection = await inspect(data.id, wanted, isLatest);
      if (isLatest()) say({ ...data, phase: "ready", inspection });
    } catch (error) {
      if (isLatest()) say({ ...data, phase: "failed", message: error.message });
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reading], [data-translate]");
    if (button) readAs(button.dataset);
  });

  // What is pasted or typed is checked once it has stayed as it is for a moment.
  const STILL_MS = 600;
  let typed = { text: null, timer: null };
  const check = (text, example) => {
    clearTimeout(typed.timer);
    typed = { text, timer: null };
    const name = (example && example.text === text && example.filename) || "pasted text";
    upload(new Blob([text], { type: "text/plain" }), name, "text");
  };
  document.addEventListener("input", ({ target }) => {
    if (target.id !== "new-text") return;
    clearTimeout(typed.timer);
    typed.timer = setTimeout(() => {
      const text = target.value;
      if (!text.trim()) {
        begin("text");
        typed.text = null;
        said.text = null;
        if (open === "text") show(null);
      } else if (text !== typed.text) check(text);
    }, STILL_MS);
  });

  // What was sent and typed, when the session has ended; assets/draft.js gives it back.
  const drafted = () => ({ open, said: Object.fromEntries(Object.entries(said).filter(([, one]) => one?.phase === "ready")) });
  const restore = (draft) => {
    said = draft.said;
    open = draft.open;
    clientside.set_props("new-source", { data: draft.open });
    show(said[open] ?? null);
    if (said.file) paint("done", said.file.filename, said.file.facts);
  };

  window.bpUpload = { postJson, send, sizeOf, NO_ANSWER, drafted, restore };
  clientside.upload = {
    mount: (_id, source) => {
      [said, open] = [{}, source];
      mount();
      return window.dash_clientside.no_update;
    },
    // Another way in shows what is known of it.
    way: (source) => {
      if (source !== open) {
        open = source;
        show(said[source] ?? null);
      }
      return window.dash_clientside.no_update;
    },
    text: (clicks, example, text) => {
      if (text && text.trim()) check(text, example);
      return window.dash_clientside.no_update;
    },
    // The server asks UniProt; what it got goes the way of every file.
    accessions: async (clicks, text) => {
      if (!clicks || !text || !text.trim()) return window.dash_clientside.no_update;
      const filename = "UniProt accessions";
      const turn = begin("accessions");
      say({ phase: "sending", filename, source: "accessions" });
      try {
        const { fasta, missing } = await postJson("/api/accessions", { accessions: text });
        if (turn === latest.accessions) upload(new Blob([fasta], { type: "text/plain" }), filename, "accessions", { missing });
      } catch (error) {
        if (turn === latest.accessions) say({ phase: "failed", filename, source: "accessions", message: error.message });
      }
      return window.dash_clientside.no_update;
    },
    // A file that was sent for an earlier analysis: the callback that looked at it says so in the store.
    earlier: (data) => {
      current = data;
      if (data && data.source === "earlier") {
        begin("file");
        said.file = data;
        paint(data.phase === "ready" ? "done" : data.phase, data.filename, data.facts || "reading the records", 1);
      } else if (!data && open === "file") {
        const drop = document.getElementById("new-drop");
        if (drop) delete drop.dataset.phase;
      }
      return window.dash_clientside.no_update;
    },
  };
})();
