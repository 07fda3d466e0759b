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

  let current = null; // what was said last
  const say = (data) => {
    current = data;
    window.dash_clientside.set_props("new-upload", { data });
  };

  const postJson = async (url, body) => {
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": window.bpCsrfToken() },
      body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw Object.assign(new Error(answer.detail || answer.message || NO_ANSWER), { readings: answer.readings });
    }
    return answer;
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
    let ticket;
    if (source === "file") paint("sending", filename, `0 % of ${size}`, 0);
    say({ phase: "sending", filename, source });
    try {
      ticket = await postJson("/api/uploads", { filename, size: blob.size });
      await send(ticket, blob, filename, (sent, total) => {
        if (turn !== latest || source !== "file") return;
        const whole = sent >= total;
        paint("sending", undefined, whole ? `${size}, reading the records` : `${Math.floor((100 * sent) / total)} % of ${size}`, sent / total);
      });
      const seconds = (performance.now() - started) / 1000;
      const inspection = await inspect(ticket.id, {}, ({ done, total }) => {
        const share = total ? `, ${Math.floor((100 * done) / total)} %` : "";
        if (turn === latest && source === "file") paint("sending", undefined, `${size}, reading the records${share}`, 1);
        return turn === latest;
      });
      if (turn !== latest) return;
      const facts = `${size}, uploaded in ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
      if (source === "file") paint("done", filename, facts);
      say({ phase: "ready", id: ticket.id, filename, size: blob.size, source, facts, inspection, ...also });
    } catch (error) {
      if (turn !== latest) return;
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
    const turn = ++latest;
    try {
      const wanted = translate ? { translate: Number(translate) } : { reading };
      const inspection = await inspect(data.id, wanted, () => turn === latest);
      if (turn === latest) say({ ...data, phase: "ready", inspection });
    } catch (error) {
      if (turn === latest) say({ ...data, phase: "failed", message: error.message });
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reading], [data-translate]");
    if (button) readAs(button.dataset);
  });

  window.bpUpload = { postJson, send, sizeOf, NO_ANSWER };
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
      current = data;
      if (data && data.source === "earlier") {
        latest += 1;
        paint(data.phase === "ready" ? "done" : data.phase, data.filename, data.facts || "reading the records", 1);
      } else if (!data) {
        const drop = document.getElementById("new-drop");
        if (drop) delete drop.dataset.phase;
      }
      return window.dash_clientside.no_update;
    },
  };
})();
