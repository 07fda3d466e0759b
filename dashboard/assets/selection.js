/* A selection in the browser is an object. This reads it from an address and writes it into one, exactly as
   results/selection/address.py does: tests/selection_cases.json is run through both. Limits, keys and sentences come
   from Python, in the page's element "bp-rules". */
(() => {
  class Refused extends Error {}
  const refuse = (sentence) => {
    throw new Refused(sentence);
  };
  let known = null;
  const rules = () => (known ??= JSON.parse(document.getElementById("bp-rules").textContent));

  // The key of an own column says what it is: its number, then "n" with the decimals of numbers, or a letter.
  const ownKey = (key) => new RegExp(`^${rules().own}$`, "s").exec(key);
  const kindOf = (key) => ownKey(key)?.[3] ?? "n";
  const isNumeric = (key) => Object.hasOwn(rules().decimals, key) || (!!ownKey(key) && ["n", "i"].includes(kindOf(key)));
  const isCategory = (key) => rules().choices.includes(key) || (!!ownKey(key) && ["b", "c"].includes(kindOf(key)));
  const isText = (key) => rules().texts.includes(key) || isCategory(key) || (!!ownKey(key) && kindOf(key) === "t");
  const decimalsOf = (key) => (Object.hasOwn(rules().decimals, key) ? rules().decimals[key] : Number(ownKey(key)?.[2] ?? 0));
  const everything = () => ({
    ranges: {},
    statuses: [],
    text: "",
    motif: "",
    ordinals: null,
    region: null,
    conditions: [],
    organisms: [],
    organismsLeftOut: [],
    identical: null,
    values: {},
    valuesLeftOut: {},
    sort: [],
  });

  // Numbers as Python writes them: the fewest digits that read back as the same number.
  const NUMBER = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/;
  const writeNumber = (value) => {
    if (value === null) return "";
    const size = Math.abs(value);
    if (size === 0 || (size >= 1e-4 && size < 1e16)) return String(value);
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  };
  const readNumber = (text) => {
    if (!NUMBER.test(text.trim())) refuse("A bound must be a number.");
    return Number(text);
  };
  const readRange = (text) => {
    const dots = text.indexOf("..");
    if (dots < 0) refuse("A range is written 10..20, 10.. or ..20.");
    return [text.slice(0, dots), text.slice(dots + 2)].map((bound) => (bound.trim() ? readNumber(bound) : null));
  };
  const writeRange = (bounds) => bounds.map(writeNumber).join("..");

  // Numbers of records: neighbours as 3-7, the rest one by one.
  const writeOrdinals = (ordinals) => {
    const spans = [];
    for (const ordinal of [...ordinals].sort((one, other) => one - other)) {
      const last = spans.at(-1);
      if (last && ordinal <= last[1] + 1) last[1] = ordinal;
      else spans.push([ordinal, ordinal]);
    }
    return spans.map(([low, high]) => (low === high ? low : `${low}-${high}`)).join(",");
  };
  const readOrdinals = (text) => {
    const found = new Set();
    const { ordinals, ordinal: largest } = rules().limits;
    const most = `At most ${ordinals.toLocaleString("en")} records can be checked one by one; use filters.`;
    for (const part of (text || "").split(",").filter(Boolean)) {
      const [, low, high] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part) || refuse("Records are given by their numbers, such as 1,4,7-9.");
      const [first, last] = [Number(low), Number(high ?? low)];
      if (last - first >= ordinals) refuse(most);
      for (let one = first; one <= last; one += 1) found.add(one);
      if (found.size > ordinals) refuse(most);
      if (first < 1 || last > largest) refuse("Records are numbered from 1.");
    }
    return [...found].sort((one, other) => one - other);
  };

  const LOG = "log.";
  const writeRegion = ({ x, y, logX, logY, polygon }) =>
    [`${logX ? LOG : ""}${x},${logY ? LOG : ""}${y}`, ...polygon.map((corner) => corner.map(writeNumber).join(","))].join(";");
  const readRegion = (text) => {
    const [axes, ...corners] = text.split(";").map((part) => part.split(","));
    if ([axes, ...corners].some((pair) => pair.length !== 2)) refuse("An outline is written as two properties and its corners.");
    const [x, y] = axes.map((name) => (name.startsWith(LOG) ? name.slice(LOG.length) : name));
    const [logX, logY] = axes.map((name) => name.startsWith(LOG));
    return { x, y, logX, logY, polygon: corners.map((corner) => corner.map(readNumber)) };
  };

  const OUTSIDE = "outside";
  const writeCondition = ({ operation, words, bounds }) => `${operation}:${operation === OUTSIDE ? writeRange(bounds) : words}`;
  const readCondition = (key, text) => {
    const [operation, ...rest] = text.split(":");
    if (!rules().operations.includes(operation)) refuse("This kind of filter is not available.");
    const words = rest.join(":");
    if (operation !== OUTSIDE) return { key, operation, words, bounds: [0, 0] };
    const bounds = readRange(words);
    if (bounds.includes(null)) refuse("Outside of a range needs both of its ends.");
    return { key, operation, words: "", bounds };
  };

  const readSort = (text) =>
    text.split(",").filter(Boolean).map((part) => (part.startsWith("-") ? [part.slice(1), "desc"] : [part, "asc"]));
  const writeSort = (sort) => sort.map(([key, way]) => `${way === "desc" ? "-" : ""}${key}`).join(",");

  // Words as Python's urlencode leaves them.
  const quoted = (text) =>
    encodeURIComponent(text)
      .replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
      .replace(/%20/g, "+")
      .replace(/%2C/g, ",")
      .replace(/%3A/g, ":")
      .replace(/%3B/g, ";");
  // In the order of code points, as Python sorts.
  const points = (text) => Array.from(text, (letter) => letter.codePointAt(0));
  const inOrder = (one, other) => {
    const [left, right] = [points(one), points(other)];
    const place = left.findIndex((point, index) => point !== right[index]);
    if (place < 0) return left.length - right.length;
    return place < right.length ? left[place] - right[place] : 1;
  };
  const sorted = (texts) => [...new Set(texts)].sort(inOrder);
  const NAMELESS = " "; // the organism of records that name none, and the value of those that have none
  const writeValues = (sign, chosen) =>
    sorted(Object.keys(chosen)).flatMap((key) => sorted(chosen[key]).map((value) => [`${sign}v.${key}`, value || NAMELESS]));

  const write = (selection) => {
    const pairs = sorted(Object.keys(selection.ranges)).map((key) => [`r.${key}`, writeRange(selection.ranges[key])]);
    if (selection.statuses.length) pairs.push(["status", sorted(selection.statuses).join(",")]);
    if (selection.text) pairs.push(["q", selection.text]);
    if (selection.motif) pairs.push(["motif", selection.motif]);
    if (selection.ordinals !== null) pairs.push(["n", writeOrdinals(selection.ordinals)]);
    if (selection.region) pairs.push(["in", writeRegion(selection.region)]);
    for (const one of selection.conditions) pairs.push([`c.${one.key}`, writeCondition(one)]);
    for (const name of sorted(selection.organisms)) pairs.push(["organism", name || NAMELESS]);
    for (const name of sorted(selection.organismsLeftOut)) pairs.push(["-organism", name || NAMELESS]);
    pairs.push(...writeValues("", selection.values), ...writeValues("-", selection.valuesLeftOut));
    if (selection.identical !== null) pairs.push(["identical", selection.identical ? "yes" : "no"]);
    if (selection.sort.length) pairs.push(["sort", writeSort(selection.sort)]);
    return pairs.map((pair) => pair.map(quoted).join("=")).join("&");
  };

  // Each once; names that a selection does not have are passed over.
  const ONCE = {
    status: (selection, value) => (selection.statuses = sorted(value.split(",").filter(Boolean))),
    q: (selection, value) => (selection.text = value),
    motif: (selection, value) => (selection.motif = value),
    n: (selection, value) => (selection.ordinals = readOrdinals(value)),
    in: (selection, value) => (selection.region = readRegion(value)),
    identical: (selection, value) => {
      if (!["yes", "no"].includes(value)) refuse("Identical is yes or no.");
      selection.identical = value === "yes";
    },
    sort: (selection, value) => (selection.sort = readSort(value)),
  };
  const organism = (value) => (value === NAMELESS ? "" : value);
  const addValue = (chosen, key, value) => (chosen[key] = sorted([...(Object.hasOwn(chosen, key) ? chosen[key] : []), organism(value)]));
  const read = (query) => {
    const { query: longest, parts } = rules().limits;
    const text = (query || "").replace(/^\?/, "");
    if (text.length > longest || text.split("&").length > parts) refuse("The selection is too long for an address. Use fewer filters.");
    const selection = everything();
    const seen = new Set();
    for (const [name, value] of new URLSearchParams(text)) {
      const key = name.slice(2);
      if (name.startsWith("c.")) selection.conditions.push(readCondition(key, value));
      else if (name === "organism") selection.organisms = sorted([...selection.organisms, organism(value)]);
      else if (name === "-organism") selection.organismsLeftOut = sorted([...selection.organismsLeftOut, organism(value)]);
      else if (name.startsWith("v.")) addValue(selection.values, key, value);
      else if (name.startsWith("-v.")) addValue(selection.valuesLeftOut, name.slice(3), value);
      else if (name.startsWith("r.") || Object.hasOwn(ONCE, name)) {
        if (seen.has(name)) refuse("Part of this link occurs twice.");
        seen.add(name);
        if (name.startsWith("r.") && !isNumeric(key)) refuse("There is no such property to filter by.");
        if (name.startsWith("r.")) selection.ranges[key] = readRange(value);
        else ONCE[name](selection, value);
      }
    }
    return window.bpSelectionChecks.checked(selection);
  };

  window.bpSelection = { Refused, refuse, rules, everything, read, write, isNumeric, isText, isCategory, decimalsOf, readOrdinals, writeOrdinals, writeNumber };
})();
