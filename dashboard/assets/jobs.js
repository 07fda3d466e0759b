/* Choose analyses to compare. Rename in place: the menu's Rename shows the field with the title selected; Enter or leaving it saves, Escape does not. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const MOST = 6; // sides of a comparison, as jobs/compare/sides.py has it
  const COMPARE = "btn btn-sm btn-outline-secondary";
  const HIDDEN = "d-none";
  const done = (field) => field.closest(".bp-job-name")?.classList.remove("bp-editing");

  const edit = (box) => {
    const field = box.querySelector("input");
    box.classList.add("bp-editing");
    field.dataset.before = field.value;
    field.focus();
    field.select();
  };
  document.addEventListener("click", ({ target }) => {
    const heading = target.closest?.("#job-name h1");
    if (heading) edit(heading.parentElement);
  });

  clientside.jobs = {
    rename: () => {
      const { triggered, triggered_id: id } = window.dash_clientside.callback_context;
      if (id && triggered[0].value) edit(document.getElementById(JSON.stringify({ job: id.job, type: "jobs-name" })));
      return window.dash_clientside.no_update;
    },
    renameThis: (clicks) => {
      if (clicks) edit(document.getElementById("job-name"));
      return window.dash_clientside.no_update;
    },
    // The bar of the checked analyses: how many, and the page that compares them.
    checked: (values, ids) => {
      const checked = ids.filter((_, place) => values[place]).map((id) => id.job);
      const enough = checked.length >= 2 && checked.length <= MOST;
      const note = checked.length > MOST ? `At most ${MOST} can be compared.` : "Check another to compare them.";
      ids.forEach((id, place) => {
        const box = document.getElementById(JSON.stringify({ job: id.job, type: "jobs-check" }));
        box?.closest("tr")?.classList.toggle("sel", Boolean(values[place]));
      });
      const href = enough ? `/compare?jobs=${checked.join(",")}` : "/compare";
      return [!checked.length, `${checked.length} of ${ids.length} checked`, enough ? "" : note, href, enough ? COMPARE : HIDDEN];
    },
    uncheck: (clicks, ids) => ids.map(() => false),
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
    if (!event.target.closest?.(".bp-job-field")) return;
    done(event.target);
    const { id, value, dataset } = event.target;
    if (id === "job-title" && value.trim() && value !== dataset.before) clientside.set_props("job-renamed", { data: value });
  });
})();
