/* The tab Report: the sheet is a document of its own, and is what gets printed. */
(() => {
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#report-print")) document.getElementById("report-sheet").contentWindow.print();
  });
})();
