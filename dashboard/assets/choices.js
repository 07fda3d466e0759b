/* What people do to the selection: each way is a function from a selection to a selection. Brush, box, lasso, search,
   boxes, bounds and chips all go through `change`; nothing else writes a selection. */
(() => {
  const spelling = () => window.bpSelection;
  const checked = (selection) => window.bpSelectionChecks.checked(selection);
  const OTHERS = "\nothers"; // the box for all organisms that have none, as components/explorer/categories.py has it
  const MOST_CORNERS = 120;
  const same = (one, other) => one.length === other.length && one.every((value) => other.includes(value));

  // ---- from selection to selection

  const range = (selection, key, [low, high]) => {
    const { [key]: _, ...ranges } = selection.ranges;
    if (low !== null || high !== null) ranges[key] = low !== null && high !== null && low > high ? window.bpNumbers.turned(key, [low, high]) : [low, high];
    return { ...selection, ranges };
  };
  // Values inside a box, as they are shown; of masses, which are drawn in kilodalton, to the whole dalton.
  const box = (selection, sides) =>
    Object.entries(sides).reduce((found, [key, bounds]) => {
      const decimals = spelling().rules().shown[key] ? 0 : spelling().decimalsOf(key);
      return range(found, key, bounds.map((bound) => Number(bound.toFixed(decimals))));
    }, selection);
  const outline = (selection, { x, y, logX, logY, xs, ys }) => {
    const step = Math.max(1, Math.ceil(xs.length / MOST_CORNERS));
    const polygon = xs.map((left, place) => [left, ys[place]].map((value) => Number(value.toPrecision(6))));
    const region = { x, y, logX, logY, polygon: polygon.filter((_, place) => place % step === 0) };
    return checked({ ...selection, region });
  };
  // All that are offered are no condition, and neither is none.
  const statuses = (selection, ticked, offered) => {
    const chosen = offered.filter((status) => ticked.includes(status));
    return { ...selection, statuses: same(chosen, offered) ? [] : chosen };
  };
  const tickedOrganisms = ({ organisms, organismsLeftOut }, offered) =>
    offered.filter((name) => (organisms.length ? organisms.includes(name) : !organismsLeftOut.includes(name)));
  // Organisms without a box of their own share one: with it, the listed ones that are not ticked are left out.
  const organisms = (selection, ticked, offered) => {
    if (same(ticked, tickedOrganisms(selection, offered))) return selection;
    const chosen = offered.filter((name) => ticked.includes(name));
    const unlisted = selection.organisms.filter((name) => !offered.includes(name)); // they have no box, and stay
    const none = { ...selection, organisms: [], organismsLeftOut: [] };
    if (!chosen.length || same(chosen, offered)) return none;
    if (chosen.includes(OTHERS)) return { ...none, organismsLeftOut: offered.filter((name) => !chosen.includes(name)) };
    return { ...none, organisms: [...unlisted, ...chosen] };
  };
  // The values of a category that are chosen, or with `leaveOut` all but these; none of either is no condition.
  const values = (selection, key, chosen, leaveOut = []) => {
    const { [key]: _, ...others } = selection.values;
    const { [key]: __, ...othersLeftOut } = selection.valuesLeftOut;
    return {
      ...selection,
      values: chosen.length ? { ...others, [key]: chosen } : others,
      valuesLeftOut: leaveOut.length ? { ...othersLeftOut, [key]: leaveOut } : othersLeftOut,
    };
  };
  // What is chosen of a category, and what is left out; those of organisms have names of their own.
  const chosenOf = (selection, key) =>
    key === "organism" ? [selection.organisms, selection.organismsLeftOut] : [selection.values[key] ?? [], selection.valuesLeftOut[key] ?? []];
  const withChosen = (selection, key, chosen, leftOut) =>
    key === "organism" ? { ...selection, organisms: chosen, organismsLeftOut: leftOut } : values(selection, key, chosen, leftOut);
  const isTicked = (selection, key, value) => {
    const [chosen, leftOut] = chosenOf(selection, key);
    return chosen.length ? chosen.includes(value) : !leftOut.includes(value);
  };
  // The box of one value, the other way round. All boxes ticked are no condition, and neither is none.
  const toggled = (selection, key, value, offered) => {
    const [chosen, leftOut] = chosenOf(selection, key);
    const other = (list) => (list.includes(value) ? list.filter((one) => one !== value) : [...list, value]);
    const covers = (list) => offered.length > 0 && offered.every((one) => list.includes(one));
    const after = other(chosen.length ? chosen : leftOut);
    const kept = covers(after) ? [] : after;
    return chosen.length ? withChosen(selection, key, kept, []) : withChosen(selection, key, [], kept);
  };
  const only = (selection, key, value, offered) => {
    if (key === "status") return { ...selection, statuses: [value] };
    return value === OTHERS ? organisms(selection, [OTHERS], offered) : withChosen(selection, key, [value], []);
  };
  const identical = (selection, ticked) => ({ ...selection, identical: ticked.length === 1 ? ticked[0] === "yes" : null });
  // Words, or a motif when the switch beside the field is on. What can't be read is no condition.
  const search = (selection, typed, isMotif) => {
    const prefix = isMotif ? /^(seq|motif):/i : /^$/;
    const text = (typed || "").trim().replace(prefix, "");
    return checked({ ...selection, text: isMotif ? "" : text, motif: isMotif ? text : "" });
  };
  // Without one of its conditions, by the name that callbacks/explorer_selection.py gives it.
  const without = (selection, condition) => {
    const [kind, key] = [condition.split(":", 1)[0], condition.slice(condition.indexOf(":") + 1)];
    const emptied = {
      text: { text: "" },
      motif: { motif: "" },
      status: { statuses: [] },
      checked: { ordinals: null },
      organism: { organisms: [], organismsLeftOut: [] },
      identical: { identical: null },
      region: { region: null },
      column: { conditions: selection.conditions.filter((one) => one.key !== key) },
    };
    if (kind === "v") return values(selection, key, []);
    return kind === "f" ? range(selection, key, [null, null]) : { ...selection, ...emptied[kind] };
  };

  // ---- one road

  let unseen = null; // a selection that was made, and that the page has not followed yet
  const read = (text) => {
    try {
      return spelling().read(text);
    } catch {
      return spelling().everything();
    }
  };
  // Two changes may come before the page follows the first, as when a field is left by a click on a button.
  const change = (text, ...changes) => {
    const before = unseen ?? read(text);
    const after = changes.reduce((selection, one) => one(selection), before);
    const written = spelling().write(after);
    if (written === spelling().write(before)) return window.dash_clientside.no_update;
    unseen = after;
    return written;
  };
  let lastJob = null;
  const seen = (text, job) => {
    if (unseen && (job !== lastJob || text === spelling().write(unseen))) unseen = null;
    lastJob = job;
  };

  window.bpChoices = { range, box, outline, statuses, organisms, only, tickedOrganisms, values, isTicked, toggled, identical, search, without, change, seen, OTHERS };
})();
