/* Cells of the grid that are more than text. User text only ever becomes a text node. */
(() => {
  const components = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const make = (...parts) => window.React.createElement(...parts);

  const same = (number) =>
    make(
      "span",
      { className: "bp-same", title: `${number.toLocaleString("en")} records of this analysis have this sequence` },
      `\u00d7${number.toLocaleString("en")}`,
    );

  const copy = (props, words) =>
    make(
      "button",
      {
        className: "bp-copy-cell",
        tabIndex: -1,
        title: "Copy the sequence",
        "aria-label": `Copy the sequence of ${words}`,
        onClick: (event) => {
          event.stopPropagation();
          window.bpCopySequences(props.job, String(props.data.ordinal));
        },
      },
      make("i", { className: "bp-i bp-i-copy", "aria-hidden": "true" }),
    );

  components.ProteinLink = (props) => {
    if (!props.data) return null;
    const href = `${window.bpPlace(props.job)}/proteins/${props.data.ordinal}${window.location.search}`;
    // What people know a UniProt entry by is the last part of sp|P69905|HBA_HUMAN.
    const words = (props.value || "").split("|").filter(Boolean).pop() || `record ${props.data.ordinal}`;
    return make(
      "span",
      { className: "bp-id-cell" },
      make("a", { href, className: "bp-go", title: props.value, tabIndex: -1 }, words),
      props.data.identical > 1 ? same(props.data.identical) : null,
      props.data.status === "rejected" ? null : copy(props, words),
    );
  };
})();
