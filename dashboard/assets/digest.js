/* The dialog of digests in the browser: the field for a rule of one's own. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  clientside.digest = { rule: (enzyme) => enzyme !== "rule" };
})();
