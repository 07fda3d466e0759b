/* Rename in place: the menu's Rename shows the field with the title picked; Enter or leaving it saves, Escape does not. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const done = (field) => field.closest(".bp-job-name")?.classList.remove("bp-editing");

  clientside.jobs = {
    rename: () => {
      const { triggered, triggered_id: id } = window.dash_clientside.callback_context;
      if (!id || !triggered[0].value) return window.dash_clientside.no_update;
      const box = document.getElementById(JSON.stringify({ job: id.job, type: "jobs-name" }));
      const field = box.querySelector("input");
      box.classList.add("bp-editing");
      field.dataset.before = field.value;
      field.focus();
      field.select();
      return window.dash_clientside.no_update;
    },
  };
  document.addEventListener(
    "keydown",
    (event) => {
      if (!event.target.closest || !event.target.closest(".bp-job-field")) return;
      if (event.key === "Escape") event.target.value = event.target.dataset.before;
      if (event.key === "Escape" || event.key === "Enter") event.target.blur();
    },
    true,
  );
  document.addEventListener("focusout", (event) => {
    if (event.target.closest && event.target.closest(".bp-job-field")) done(event.target);
  });
})();
