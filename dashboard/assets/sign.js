/* Pages of signing in: a box that shows the password, and what follows a download that had to be signed in for. */
document.addEventListener("submit", ({ target }) => {
  const next = target.elements.next?.value || "";
  const [, analysis] = /^(\/jobs\/[^/]+)\/[^?]*\.\w+(\?|$)/.exec(next) || [];
  // The file comes and this page stays, as if nothing had happened: the analysis is where to go on.
  if (analysis) setTimeout(() => window.location.assign(analysis), 3000);
});
document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll(".bp-sign-box input[type=password]")) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    label.className = "form-check mt-2 mb-0";
    Object.assign(box, { type: "checkbox", className: "form-check-input" });
    label.append(box, " Show password");
    box.addEventListener("change", () => (field.type = box.checked ? "text" : "password"));
    (field.parentElement.querySelector(".form-text") ?? field).after(label);
  }
});
