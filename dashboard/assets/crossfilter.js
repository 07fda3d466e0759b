/* Counting what is selected while one range moves. Each record has small numbers, its codes: which bin of each histogram
   it is in. When a range is about to move, one pass over the records counts, for every bin of its histogram and all bins
   before, what is in each bin of every other histogram. From then on a move is one subtraction for each bar, however
   many records there are. Nothing here knows the page: tests/assets/crossfilter.test.mjs runs it in Node. */
(() => {
  const NONE = 255; // a record without a value

  // 1 for each record that has its bit (null: all have) and lies within every range of bins.
  const passing = (records, bits, ranges) => {
    const pass = new Uint8Array(records);
    if (bits) for (let row = 0; row < records; row += 1) pass[row] = (bits[row >> 3] >> (row & 7)) & 1;
    else pass.fill(1);
    for (const { codes, first, after } of ranges) {
      const width = after - first;
      for (let row = 0; row < records; row += 1) {
        const bin = codes[row] - first;
        if (bin < 0 || bin >= width) pass[row] = 0;
      }
    }
    return pass;
  };

  // For each record its bin of the moving range; `bins` without a value, `bins` + 1 where something else leaves it out.
  const placed = (codes, bins, pass) => {
    const places = new Uint8Array(codes.length);
    for (let row = 0; row < codes.length; row += 1) {
      places[row] = pass[row] ? (codes[row] < bins ? codes[row] : bins) : bins + 1;
    }
    return places;
  };

  // Row b of the table: what is in each of `size` bins, of all records before bin b of the moving range.
  const summed = (places, bins, codes, size) => {
    const table = new Int32Array((bins + 3) * size);
    for (let row = 0; row < places.length; row += 1) {
      const code = codes[row];
      if (code < size) table[(places[row] + 1) * size + code] += 1;
    }
    for (let cell = size; cell < (bins + 2) * size; cell += 1) table[cell] += table[cell - size];
    return table;
  };

  const subtracted = ({ table, size, counts }, first, after) => {
    const [low, high] = [first * size, after * size];
    for (let bin = 0; bin < size; bin += 1) counts[bin] = table[high + bin] - table[low + bin];
  };

  /* What follows when the range of `codes` moves over its `bins`. `views` are named histograms of codes and a size; their
     `counts` are those of the last move. `count` gives how many records the bins from `first` to before `after` leave;
     with `everything` the range is open at both ends and leaves those without a value too. */
  const indexed = ({ codes, bins }, views, pass) => {
    const places = placed(codes, bins, pass);
    const tables = Object.entries(views).map(([name, { codes: of, size }]) => [
      name,
      { table: summed(places, bins, of, size), size, counts: new Int32Array(size) },
    ]);
    const totals = new Int32Array(bins + 3);
    for (let row = 0; row < places.length; row += 1) totals[places[row] + 1] += 1;
    for (let bin = 1; bin < bins + 2; bin += 1) totals[bin] += totals[bin - 1];
    return {
      places,
      counts: Object.fromEntries(tables.map(([name, { counts }]) => [name, counts])),
      count: (first, after, everything = false) => {
        const [from, to] = everything ? [0, bins + 1] : [first, after];
        for (const [, table] of tables) subtracted(table, from, to);
        return totals[to] - totals[from];
      },
    };
  };

  // How many records have each code.
  const tallied = (codes, size) => {
    const counts = new Int32Array(size);
    for (let row = 0; row < codes.length; row += 1) if (codes[row] < size) counts[codes[row]] += 1;
    return counts;
  };

  window.bpCrossfilter = { NONE, passing, indexed, tallied };
})();
