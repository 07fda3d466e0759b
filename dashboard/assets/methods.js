/* Methods: typing in the search field leaves the properties whose words contain what was typed, and their groups. */
document.addEventListener("input", (event) => {
  if (event.target.id !== "methods-find") return;
  const typed = event.target.value.trim().toLowerCase();
  const list = event.target.closest(".bp-toc");
  let heading = null;
  let found = false;
  for (const part of list.querySelectorAll(".bp-toc-g, [data-words]")) {
    if (part.matches(".bp-toc-g")) {
      heading = part;
      heading.hidden = true;
    } else {
      part.hidden = !part.dataset.words.includes(typed);
      if (!part.hidden) heading.hidden = false;
      found ||= !part.hidden;
    }
  }
  list.querySelector(".bp-toc-none").hidden = found;
});

/* A link to a part of a page, such as /methods?property=gravy#differences: the part is there only after the page. */
(() => {
  let reached = "";
  new MutationObserver(() => {
    const { pathname, search, hash } = location;
    if (!hash || !["/methods", "/validation"].includes(pathname)) {
      reached = "";
      return;
    }
    const part = document.getElementById(hash.slice(1));
    if (!part || reached === pathname + search + hash) return;
    reached = pathname + search + hash;
    part.scrollIntoView();
  }).observe(document.documentElement, { childList: true, subtree: true });
})();

/* Validation: the link to a source opens its values. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#validation-"]');
  const values = link && document.getElementById(link.hash.slice(1))?.querySelector("details");
  if (values) values.open = true;
});
