/* Numbers as people type them, read as dashboard/components/shared/numbers.py reads them: tests/number_cases.json is
   run through both. */
(() => {
  const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  const GROUPED = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;
  const SPACED = /^[+-]?[1-9]\d{0,2}( \d{3})+([.,]\d*)?$/;
  const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;
  const SENTENCE = "Type a number, such as 9.4 or 1,250.";
  const isNothing = (typed) => !String(typed ?? "").trim();

  // Its digits with a decimal point; refused when it is no number, or could be two.
  const digitsOf = (typed, sentence) => {
    const text = String(typed ?? "").replace(/[\s\u00a0\u2009\u202f]+/g, " ").replace(/\u2212/g, "-").trim();
    let digits = null;
    if (PLAIN.test(text)) digits = text;
    else if (GROUPED.test(text)) digits = text.replaceAll(",", "");
    else if (SPACED.test(text)) digits = text.replaceAll(" ", "").replace(",", ".");
    else if (DECIMAL_COMMA.test(text)) digits = text.replace(",", ".");
    return digits !== null && Number.isFinite(Number(digits)) ? digits : window.bpSelection.refuse(sentence);
  };
  // Null for nothing.
  const parse = (typed) => (isNothing(typed) ? null : Number(digitsOf(typed, SENTENCE)));

  // ---- bounds, typed in the unit that is shown and meant in the one that is stored

  const shownOf = (key) => window.bpSelection.rules().shown[key];
  const stored = (key, value) => Number(value.toFixed(window.bpSelection.rules().decimals[key]));
  const decimalsIn = (digits) => {
    const [mantissa, power = "0"] = digits.toLowerCase().split("e");
    return (mantissa.split(".")[1] ?? "").length - Number(power);
  };
  // With the decimals that are shown, or fewer, it is compared with what is shown; with more it is exact.
  const bound = (key, place, typed) => {
    const shown = shownOf(key);
    if (!shown || isNothing(typed)) return parse(typed);
    const { unit, factor, decimals, edges } = shown;
    const sentence = `Type a number in ${unit}, such as 45.2 or 1,250.`;
    const digits = digitsOf(typed, sentence);
    const value = Number(digits) * factor;
    if (!Number.isFinite(value)) window.bpSelection.refuse(sentence);
    return decimalsIn(digits) > decimals ? Number(value.toPrecision(15)) : stored(key, value + edges[place]);
  };
  // A pair that is upside down, turned: what was compared with a shown number as the one end is so as the other.
  const turned = (key, [low, high]) => {
    const shown = shownOf(key);
    if (!shown) return [high, low];
    const { factor, decimals, edges } = shown;
    const toOther = (value, from, to) => {
      const number = stored(key, value - edges[from]) / (factor * 10 ** -decimals);
      return Number.isInteger(number) ? stored(key, value - edges[from] + edges[to]) : value;
    };
    return [toOther(high, 1, 0), toOther(low, 0, 1)];
  };

  // A bound as it is shown: the opposite of `bound`.
  const shown = (key, place, value) => {
    const other = shownOf(key);
    const decimals = other ? other.decimals : window.bpSelection.decimalsOf(key);
    const number = other ? (value - other.edges[place]) / other.factor : value;
    return number.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace("-", "\u2212");
  };

  // A field for a number is marked while it holds none, or one that is out of its range.
  const RANGES = { "new-ph": [0, 14], "new-disulfides": [0, Infinity], "new-first-residue": [1, Infinity], "new-last-residue": [1, Infinity] };
  document.addEventListener("input", ({ target }) => {
    if (!target.classList?.contains("bp-number")) return;
    try {
      const [least, most] = RANGES[target.id] ?? [-Infinity, Infinity];
      const value = parse(target.value);
      if (value !== null && (value < least || value > most)) throw new RangeError();
      target.removeAttribute("aria-invalid");
    } catch {
      target.setAttribute("aria-invalid", "true");
    }
  });

  window.bpNumbers = { parse, bound, turned, shown };
})();
