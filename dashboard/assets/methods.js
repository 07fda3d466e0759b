/* Methods: typing in the search field leaves the properties that contain the words, and the groups that have any. */
document.addEventListener("input", (event) => {
  if (event.target.id !== "methods-find") return;
  const words = event.target.value.trim().toLowerCase();
  let heading = null;
  for (const part of event.target.closest(".bp-toc").querySelectorAll(".bp-toc-g, a")) {
    if (part.matches(".bp-toc-g")) {
      heading = part;
      heading.hidden = true;
    } else {
      part.hidden = !part.textContent.toLowerCase().includes(words);
      if (!part.hidden) heading.hidden = false;
    }
  }
});
