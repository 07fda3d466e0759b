/* The controls of the filters, wired: each gives its change to choices.js. A field that can't be read is marked, with
   the sentence under it, and is no condition until it can. */
(() => {
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const choices = () => window.bpChoices;
  const rules = () => window.bpSelection.rules();
  const SEARCH = "explorer-text";
  const SIDES = ["min", "max"];
  const idOf = (side, key) => JSON.stringify({ key, side, type: "explorer-bound" });

  // The sentence is an element of our own: React empties those it made whenever it likes.
  const mark = (id, sentence) => {
    const field = document.getElementById(id);
    const box = field?.closest(".bp-f");
    if (!box) return;
    const name = `${id}-problem`;
    const there = document.getElementById(name);
    if (!sentence) {
      there?.remove();
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
      return;
    }
    const problem = there ?? box.appendChild(Object.assign(document.createElement("div"), { id: name, className: "bp-field-error", role: "alert" }));
    problem.textContent = sentence;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", name);
  };
  // The change, or, where it can't be read, its mark and the change without it.
  const unlessRefused = (id, one, otherwise) => (selection) => {
    try {
      const changed = one(selection);
      mark(id, "");
      return changed;
    } catch (error) {
      if (!(error instanceof window.bpSelection.Refused)) throw error;
      mark(id, error.message);
      return otherwise(selection);
    }
  };
  const say = (text) => clientside.set_props("app-toast", { data: { text, at: Date.now() } });

  // Fields that can't be read are emptied when what they are about was changed in another way.
  const emptyUnread = (key = null) => {
    for (const field of document.querySelectorAll('.bp-f-bounds input[aria-invalid="true"]')) {
      const id = JSON.parse(field.id);
      if (key !== null && id.key !== key) continue;
      mark(field.id, "");
      clientside.set_props(id, { value: "" });
    }
  };
  const pressed = () => clientside.callback_context.triggered.filter((one) => one.value).map((one) => one.prop_id);
  const idIn = (prop) => prop.slice(0, prop.lastIndexOf("."));
  const values = (options) => (options || []).map((one) => one.value);

  // The search and the boxes as a selection has them.
  const show = (selection, organismOptions) => {
    const { text, motif, statuses, identical } = selection;
    const ticked = choices().tickedOrganisms(selection, values(organismOptions));
    const shown = {
      [SEARCH]: motif || text,
      "explorer-motif": Boolean(motif),
      "explorer-status": statuses.length ? statuses : rules().statuses,
      "explorer-organism": ticked,
      "explorer-identical": identical === null ? ["yes", "no"] : [identical ? "yes" : "no"],
    };
    mark(SEARCH, "");
    for (const [id, value] of Object.entries(shown)) clientside.set_props(id, { value });
  };

  clientside.choose = {
    // Bars of a small histogram, or none: a click took the range away.
    brushed: (brushed, text) => {
      if (!brushed) return clientside.no_update;
      emptyUnread(brushed.key);
      const changed = choices().change(text, (selection) => choices().range(selection, brushed.key, brushed.bounds));
      if (changed === clientside.no_update) window.bpLive.stopped(); // there is nothing to answer
      return changed;
    },
    // Only the box or the outline of what was drawn on the scatter, never the points in it.
    drawn: (selected, x, y, logX, logY, text) => {
      const { range, lassoPoints: lasso } = selected || {};
      const ordered = (pair) => [Math.min(...pair), Math.max(...pair)];
      let drawn = null;
      if (range?.x) drawn = (selection) => choices().box(selection, { [x]: ordered(range.x), [y]: ordered(range.y) });
      else if (lasso?.x) drawn = (selection) => choices().outline(selection, { x, y, logX: Boolean(logX), logY: Boolean(logY), xs: lasso.x, ys: lasso.y });
      if (!drawn) return clientside.no_update;
      try {
        return choices().change(text, drawn);
      } catch (error) {
        if (!(error instanceof window.bpSelection.Refused)) throw error;
        say(error.message);
        return clientside.no_update;
      }
    },
    // A chip's cross, a filter's cross, or Clear.
    removed: (...given) => {
      const [organisms, text] = given.slice(-2);
      const [pressedOne] = pressed();
      if (!pressedOne) return clientside.no_update;
      const id = idIn(pressedOne);
      const { type, key } = id.startsWith("{") ? JSON.parse(id) : { type: id };
      const condition = type === "explorer-chip" ? key : `f:${key}`;
      const isRange = type !== "explorer-clear" && condition.startsWith("f:");
      emptyUnread(isRange ? condition.slice(2) : type === "explorer-clear" ? null : "");
      return choices().change(text, (selection) => {
        const changed = type === "explorer-clear" ? window.bpSelection.everything() : choices().without(selection, condition);
        if (!isRange) show(changed, organisms);
        return changed;
      });
    },
    // The search and the boxes; those of one kind without a tick stand for all of them.
    named: (typed, isMotif, statuses, organisms, identical, statusOptions, organismOptions, text) => {
      const offered = { "explorer-status": values(statusOptions), "explorer-organism": values(organismOptions), "explorer-identical": ["yes", "no"] };
      const ticked = { "explorer-status": statuses || [], "explorer-organism": organisms || [], "explorer-identical": identical || [] };
      const search = unlessRefused(
        SEARCH,
        (selection) => choices().search(selection, typed, isMotif),
        (selection) => ({ ...selection, text: "", motif: "" }),
      );
      const ways = {
        [SEARCH]: search,
        "explorer-motif": search,
        "explorer-status": (selection) => choices().statuses(selection, ticked["explorer-status"], offered["explorer-status"]),
        "explorer-organism": (selection) => choices().organisms(selection, ticked["explorer-organism"], offered["explorer-organism"]),
        "explorer-identical": (selection) => choices().identical(selection, ticked["explorer-identical"]),
      };
      const used = [...new Set(clientside.callback_context.triggered.map((one) => idIn(one.prop_id)))].filter((id) => ways[id]);
      // Without a tick all is selected, unless it is an organism that has no box.
      const changed = (id) => (selection) => {
        const after = ways[id](selection);
        const isUnlisted = id === "explorer-organism" && after.organisms.length;
        if (offered[id]?.length && !ticked[id].length && !isUnlisted) clientside.set_props(id, { value: offered[id] });
        return after;
      };
      return choices().change(text, ...used.map(changed));
    },
    // Bounds as typed, once a field is left or Enter is pressed; the other bound stays what it is.
    bounds: (_submits, _blurs, typed, ids, text) => {
      const used = new Set(pressed().map(idIn));
      const fields = ids.map((id, place) => ({ ...id, value: typed[place] })).filter(({ side, key }) => used.has(idOf(side, key)));
      const ways = fields.map(({ side, key, value }) => {
        const bound = (selection, number) => {
          const bounds = [...(selection.ranges[key] || [null, null])];
          bounds[SIDES.indexOf(side)] = number;
          return choices().range(selection, key, bounds);
        };
        return unlessRefused(
          idOf(side, key),
          (selection) => bound(selection, window.bpNumbers.bound(key, SIDES.indexOf(side), value)),
          (selection) => bound(selection, null),
        );
      });
      return ways.length ? choices().change(text, ...ways) : clientside.no_update;
    },
    // Nothing but the rows that are checked.
    checkedOnly: (clicks, checked, organisms, text) => {
      if (!clicks || !checked) return clientside.no_update;
      emptyUnread();
      const only = { ...window.bpSelection.everything(), ordinals: window.bpSelection.readOrdinals(checked) };
      return choices().change(text, () => {
        show(only, organisms);
        return only;
      });
    },
  };
})();
