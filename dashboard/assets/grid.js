/* Cells of the grid that are more than text. User text only ever becomes a text node. */
(() => {
  const components = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  components.ProteinLink = (props) => {
    if (!props.data) return null;
    const href = `${window.bpPlace(props.job)}/proteins/${props.data.ordinal}${window.location.search}`;
    // What people know a UniProt entry by is the last part of sp|P69905|HBA_HUMAN.
    const words = (props.value || "").split("|").filter(Boolean).pop() || `record ${props.data.ordinal}`;
    return window.React.createElement("a", { href, className: "bp-go", title: props.value }, words);
  };
})();
