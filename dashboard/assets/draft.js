/* A session that ends while somebody writes: what was typed and sent is kept in this tab until the same person has signed
   in again, and is then put back. Nobody else gets it, and it is given back once. */
(() => {
  const KEY = "bp-draft";
  const LASTS = 3600000; // milliseconds
  const person = () => document.querySelector("#app-account .dropdown-header")?.title || "";
  const fields = () => [...document.querySelectorAll("#main textarea[id], .bp-page-new input[id], .bp-page-new select[id], .modal textarea[id]")];
  const isTicked = (field) => field.type === "checkbox";

  const save = () => {
    const kept = fields().filter((field) => field.type !== "file").map((field) => [field.id, isTicked(field) ? field.checked : field.value]);
    if (!kept.some(([, value]) => value)) return;
    const sent = document.getElementById("new-drop") ? window.bpUpload.drafted() : null;
    const draft = { path: window.location.pathname, person: person(), at: Date.now(), fields: kept, sent };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(draft));
    } catch {
      // more than a browser keeps
    }
  };

  const waitingFor = (draft) => {
    const isFor = draft && draft.path === window.location.pathname && draft.person === person();
    return isFor && Date.now() - draft.at < LASTS;
  };
  const restore = (draft) => {
    for (const [id, value] of draft.fields) if (document.getElementById(id)) window.dash_clientside.set_props(id, { value });
    if (draft.sent) window.bpUpload.restore(draft.sent);
    window.dash_clientside.set_props("app-toast", { data: { text: "What you had typed is here again.", at: Date.now() } });
  };
  // Once the page is there with the fields it had.
  const look = (draft, tries) => {
    if (!waitingFor(draft) && tries <= 0) return;
    const [first] = draft.fields[0] ?? [];
    const isThere = waitingFor(draft) && document.getElementById(first) && (!draft.sent || document.getElementById("new-file"));
    if (isThere) {
      sessionStorage.removeItem(KEY);
      restore(draft);
    } else if (tries > 0) window.setTimeout(() => look(draft, tries - 1), 200);
  };
  const draft = JSON.parse(sessionStorage.getItem(KEY) || "null");
  if (draft && !/^\/sign-/.test(window.location.pathname)) look(draft, 150);

  window.bpDraft = { save };
})();
