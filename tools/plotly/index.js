/* What BatchProt draws with: plotly.js with four kinds of traces instead of fifty, a third of its size. scatter is always
   in it; `make plotly` makes plotly.min.js of it. */
const Plotly = require("plotly.js/lib/core");

Plotly.register([
  // With its programs written down: our content security policy lets none be compiled from text.
  require("plotly.js/src/traces/scattergl/strict"),
  require("plotly.js/lib/bar"),
  require("plotly.js/lib/heatmap"),
]);
// Points as fine as the screen shows them. Twice as fine on any screen, as plotly.js has it, is four times the work, and
// the processor's where there is no graphics card.
Plotly.setPlotConfig({ plotGlPixelRatio: Math.min(4, Math.max(1, window.devicePixelRatio)) });

module.exports = Plotly;
