/* The share dialog in the browser: the field for the last day, and copying the link. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  clientside.share = {
    ends: (choice) => choice !== "date",
    copy: async (clicks, link) => {
      if (!clicks || !link) return window.dash_clientside.no_update;
      try {
        await navigator.clipboard.writeText(link);
        return { text: "Link copied", at: Date.now() };
      } catch {
        return { text: "The browser blocked copying. Select the link and copy it manually.", at: Date.now() };
      }
    },
  };
})();
