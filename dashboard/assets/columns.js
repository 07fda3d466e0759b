/* The dialog of own columns: sends a table, and shows the page again once columns were added or changed. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const say = (data) => window.dash_clientside.set_props("own-columns-upload", { data });

  const upload = async (file) => {
    const { postJson, send, NO_ANSWER } = window.bpUpload;
    say({ phase: "sending", filename: file.name });
    try {
      const ticket = await postJson("/api/uploads", { filename: file.name, size: file.size, purpose: "table" });
      await send(ticket, file, file.name, () => {});
      say({ phase: "ready", id: ticket.id, filename: file.name });
    } catch (error) {
      say({ phase: "failed", filename: file.name, message: error.message || NO_ANSWER });
    }
  };

  clientside.columns = {
    // The dialog is made when it opens: the input of the file goes where its slot is, and the field takes the cursor.
    opened: (open) => {
      if (open) {
        setTimeout(() => {
          const slot = document.getElementById("own-columns-file");
          if (slot && !slot.firstChild) {
            const input = document.createElement("input");
            input.type = "file";
            input.className = "form-control form-control-sm";
            input.accept = ".csv,.tsv,.txt,.tab,.xlsx,.xls,.xlsb,.ods,.gz";
            input.setAttribute("aria-label", "A table: CSV, TSV or Excel");
            input.addEventListener("change", () => input.files.length && upload(input.files[0]));
            slot.appendChild(input);
          }
          document.getElementById("own-columns-text")?.focus();
        }, 150);
      }
      return window.dash_clientside.no_update;
    },
    // The page as it is, coloured by what was added.
    go: (keys) => {
      if (keys) {
        const query = new URLSearchParams(window.location.search);
        if (keys.colour) query.set("colour", keys.colour);
        window.location.assign(`${window.location.pathname}?${query}`);
      }
      return window.dash_clientside.no_update;
    },
    closed: (open, changed) => {
      if (!open && changed) window.location.reload();
      return window.dash_clientside.no_update;
    },
  };
})();
