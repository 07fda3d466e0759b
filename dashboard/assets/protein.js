/* The protein page in the browser: copying and unfolding the sequence. */
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".bp-unfold");
    if (!button) return;
    button.previousElementSibling.classList.add("open");
    button.remove();
  });

  const clientside = (window.dash_clientside = window.dash_clientside || {});
  clientside.protein = {
    copy: async (clicks, sequence) => {
      if (!clicks || !sequence) return window.dash_clientside.no_update;
      try {
        await navigator.clipboard.writeText(sequence);
        return { text: `Copied ${sequence.length.toLocaleString("en")} residues`, at: Date.now() };
      } catch {
        return { text: "The browser did not allow copying. Select the sequence and copy it by hand.", at: Date.now() };
      }
    },
  };
})();
