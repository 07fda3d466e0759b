/* Numbers as people type them, read as dashboard/components/shared/numbers.py reads them: tests/number_cases.json is
   run through both. */
(() => {
  const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  const GROUPED = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;
  const SPACED = /^[+-]?[1-9]\d{0,2}( \d{3})+([.,]\d*)?$/;
  const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;
  const SENTENCE = "Type a number, such as 9.4 or 1,250.";

  // Null for nothing; refused when it is no number, or could be two.
  const parse = (typed) => {
    const text = String(typed ?? "").replace(/[\s\u00a0\u2009\u202f]+/g, " ").replace(/\u2212/g, "-").trim();
    if (!text) return null;
    let digits = null;
    if (PLAIN.test(text)) digits = text;
    else if (GROUPED.test(text)) digits = text.replaceAll(",", "");
    else if (SPACED.test(text)) digits = text.replaceAll(" ", "").replace(",", ".");
    else if (DECIMAL_COMMA.test(text)) digits = text.replace(",", ".");
    const value = digits === null ? NaN : Number(digits);
    return Number.isFinite(value) ? value : window.bpSelection.refuse(SENTENCE);
  };

  // A field for a number is marked while it holds none.
  document.addEventListener("input", ({ target }) => {
    if (!target.classList?.contains("bp-number")) return;
    try {
      parse(target.value);
      target.removeAttribute("aria-invalid");
    } catch {
      target.setAttribute("aria-invalid", "true");
    }
  });

  window.bpNumbers = { parse };
})();
