/* What can't be meant is refused, with the sentence to show: as results/selection/model.py and motif.py do. */
(() => {
  const rules = () => window.bpSelection.rules();
  const refuse = (sentence) => window.bpSelection.refuse(sentence);
  const isNumeric = (key) => window.bpSelection.isNumeric(key);
  const isText = (key) => window.bpSelection.isText(key);

  const checkText = (words) => {
    const { text: longest } = rules().limits;
    // A character that could not be decoded becomes U+FFFD.
    if ([...words].length > longest || /[\0\ufffd]|\p{Surrogate}/u.test(words)) refuse(`Search for at most ${longest} characters of text.`);
  };
  const checkBound = (bound) => {
    if (bound !== null && !Number.isFinite(bound)) refuse("A bound must be a finite number.");
  };

  // Of the parts of an element: whether it may stand here, and how many residues it spans.
  const spanned = (found, pattern, end) => {
    const { motif } = rules();
    const [, first, , last, , letter, least, most, star] = found;
    const placed = (!first || found.index === 0) && (!last || end === pattern.length);
    const repeated = least !== undefined || star;
    if (!placed || ((first || last) && repeated) || (star && letter && letter !== "X")) refuse(motif.none);
    if (most !== undefined && Number(most) < Number(least)) refuse(motif.upsideDown);
    return Number(most ?? least ?? 1);
  };
  const checkMotif = (typed) => {
    const { motif, limits } = rules();
    if ([...typed].length > limits.motif) refuse(`A motif has at most ${limits.motif} characters.`);
    const pattern = typed.toUpperCase().replace(new RegExp(motif.ignored, "g"), "").replace(/\.$/, "");
    const element = new RegExp(motif.element, "y");
    const stop = pattern.length - (pattern.endsWith(">") ? 1 : 0);
    element.lastIndex = pattern.startsWith("<") ? 1 : 0;
    let positions = 0;
    let elements = 0;
    while (element.lastIndex < stop) {
      const found = element.exec(pattern) || refuse(motif.none);
      positions += spanned(found, pattern, element.lastIndex);
      elements += 1;
    }
    if (!elements) refuse(motif.empty);
    if (positions > limits.positions) refuse(motif.tooLong);
  };
  // A search that begins with one of the prefixes is a motif; without one it is words.
  const motifIn = (text) => {
    const prefix = rules().motifPrefixes.find((one) => text.toLowerCase().startsWith(one));
    return prefix ? text.slice(prefix.length).trim() : "";
  };

  const checkRegion = ({ x, y, logX, logY, polygon }) => {
    const { fewestCorners, mostCorners, corner } = rules().limits;
    if (!isNumeric(x) || !isNumeric(y)) refuse("There is no such property to filter by.");
    if (polygon.length < fewestCorners || polygon.length > mostCorners) refuse(`An outline has ${fewestCorners} to ${mostCorners} corners.`);
    for (const [left, up] of polygon) {
      if (!(Math.abs(left) <= corner && Math.abs(up) <= corner)) refuse("A corner must be two finite numbers that fit on a plot.");
      if ((logX && left <= 0) || (logY && up <= 0)) refuse("On a logarithmic axis corners are above 0.");
    }
  };
  const checkCondition = ({ key, operation, words, bounds }) => {
    if (!isNumeric(key) && !isText(key)) refuse("There is no such column to filter by.");
    if (["blank", "notBlank"].includes(operation)) return;
    if (isNumeric(key) !== (operation === "outside")) refuse("This kind of filter is not available for this column.");
    bounds.forEach(checkBound);
    checkText(words);
  };
  const checkSort = (sort) => {
    const { sorts } = rules().limits;
    if (sort.length > sorts) refuse(`Sort by at most ${sorts} columns.`);
    for (const [key] of sort) if (!isNumeric(key) && !isText(key)) refuse("There is no such column to sort by.");
  };

  const checked = (selection) => {
    const { conditions, organisms, values: most } = rules().limits;
    for (const [key, bounds] of Object.entries(selection.ranges)) {
      if (!isNumeric(key)) refuse("There is no such property to filter by.");
      bounds.forEach(checkBound);
    }
    if (!selection.statuses.every((status) => rules().statuses.includes(status))) refuse("A status is ok, warned or rejected.");
    checkText(selection.text);
    checkSort(selection.sort);
    if (selection.conditions.length > conditions) refuse(`At most ${conditions} column filters can be used together.`);
    selection.conditions.forEach(checkCondition);
    const names = new Set([...selection.organisms, ...selection.organismsLeftOut]);
    if (names.size > organisms) refuse(`Choose at most ${organisms} organisms.`);
    names.forEach(checkText);
    for (const [key, values] of [...Object.entries(selection.values), ...Object.entries(selection.valuesLeftOut)]) {
      if (!window.bpSelection.isCategory(key)) refuse("There is no such category to filter by.");
      if (values.length > most) refuse(`Choose at most ${most} values of a category.`);
      values.forEach(checkText);
    }
    if (selection.region) checkRegion(selection.region);
    for (const motif of [motifIn(selection.text), selection.motif.trim()]) if (motif) checkMotif(motif);
    return selection;
  };

  window.bpSelectionChecks = { checked, motifIn };
})();
