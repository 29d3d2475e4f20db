// How bars, lines and funnels look: facts in, an ECharts option and a height in pixels out.
// Colours are names the browser resolves inside the drawing, so neither a change of scheme nor
// printing needs a second drawing.
const named = (name) => `var(--${name})`;
export const [INK, QUIET, ACCENT, BAD] = ["ink", "quiet", "accent", "bad"].map(named);
export const [LINE, PAPER] = ["line", "paper"].map(named);

const series = (n) => `var(--series-${(n % 6) + 1}, ${ACCENT})`;
const MARKS = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect"];
const DASHES = ["solid", "dashed", "dotted"];
const HATCH = { color: "rgba(255, 255, 255, 0.45)", dashArrayX: [1, 0], rotation: Math.PI / 4 };
const HATCHES = [
  { symbol: "none" },
  { ...HATCH, dashArrayY: [2, 5] },
  { ...HATCH, dashArrayY: [2, 5], rotation: -Math.PI / 4 },
]; // series differ by more than their colour, on paper too

export function legend(font, names) {
  return {
    show: names.length > 1,
    data: names,
    left: 0,
    top: 0,
    padding: 0,
    selectedMode: false,
    itemWidth: 22,
    textStyle: { color: INK, fontSize: font.size },
  };
}

function data(facts, one) {
  return facts.categories.map((_, at) => ({
    value: one.values[at],
    href: one.hrefs?.[at],
    text: one.texts?.[at],
  }));
}

const cursor = (facts) => (facts.some((one) => one.href) ? "pointer" : "default");
const still = { disabled: true };

function names(categories, font, width) {
  return {
    type: "category",
    inverse: true,
    data: categories,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: QUIET } },
    axisLabel: { color: INK, fontSize: font.size, width, overflow: "break", interval: 0 },
  };
}

export function bar(facts, { font, width, words }) {
  const several = facts.series.length > 1;
  const top = several ? font.size * 2.4 : 4;
  const thick = several ? 14 : 18;
  const row = facts.series.length * (thick + 2) + 16;
  const room = width < 500 ? 1.5 : 1.2; // beside the longest bar, for its number
  return {
    height: top + row * facts.categories.length + 4,
    option: {
      aria: { enabled: several, label: { enabled: false }, decal: { show: true, decals: HATCHES } },
      legend: legend(font, facts.series.map((one) => one.name)),
      grid: { left: 0, right: 8, top, bottom: 4, outerBoundsMode: "same" },
      xAxis: { type: "value", show: false, max: (range) => (range.max || 1) * room },
      yAxis: names(facts.categories, font, width * 0.34),
      series: facts.series.map((one, n) => ({
        type: "bar",
        name: one.name,
        data: data(facts, one),
        cursor: cursor(data(facts, one)),
        barWidth: thick,
        barGap: "15%",
        itemStyle: { color: series(n), borderRadius: [0, 2, 2, 0] },
        emphasis: still,
        label: {
          show: true,
          position: "right",
          color: INK,
          formatter: (at) => words.full(at.value, at.data.text),
        },
      })),
    },
  };
}

export function line(facts, { font, width, words }) {
  const above = facts.series.length > 1 ? 2.6 : 0.8;
  return {
    height: width < 500 ? 250 : 310,
    option: {
      legend: legend(font, facts.series.map((one) => one.name)),
      tooltip: { trigger: "axis", axisPointer: { lineStyle: { color: QUIET } } },
      grid: { left: 0, right: 4, top: font.size * above, bottom: 0, outerBoundsMode: "same" },
      xAxis: {
        type: "category",
        data: facts.categories,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: QUIET } },
        axisLabel: { color: QUIET, fontSize: font.size, hideOverlap: true },
      },
      yAxis: {
        type: "value",
        name: facts.unit,
        nameGap: font.size,
        nameTextStyle: { color: QUIET, fontSize: font.size, align: "left" },
        splitNumber: 4,
        splitLine: { lineStyle: { color: LINE } },
        axisLabel: { color: QUIET, fontSize: font.size, formatter: words.short },
      },
      series: facts.series.map((one, n) => ({
        type: "line",
        name: one.name,
        data: data(facts, one),
        cursor: cursor(data(facts, one)),
        symbol: MARKS[n % 6],
        symbolSize: 8,
        showAllSymbol: facts.categories.length <= 40,
        lineStyle: { color: series(n), width: 2, type: DASHES[n % 3] },
        itemStyle: { color: series(n) },
        emphasis: still,
      })),
    },
  };
}

/** Names in a column, the funnel, numbers in a column: however steep it is, no text lies on it. */
export function funnel(facts, { font, width, words }) {
  const [left, right] = [Math.min(width * 0.3, 150), Math.min(width * 0.28, 150)];
  const numbers = facts.map(
    (one) => `{n|${words.full(one.value, one.text)}}${one.note ? `  {q|${one.note}}` : ""}`,
  );
  const column = {
    ...names(facts.map((one) => one.name), font, left - 12),
    axisLine: { show: false },
    triggerEvent: true,
  };
  const rich = {
    n: { color: INK, fontSize: font.size, fontWeight: 600 },
    q: { color: QUIET, fontSize: font.size },
  };
  return {
    height: facts.length * font.size * 2.9,
    option: {
      grid: { left, right, top: 0, bottom: 0, outerBoundsMode: "none" },
      xAxis: { type: "value", show: false },
      yAxis: [
        column,
        { ...column, data: numbers, position: "right", axisLabel: { interval: 0, rich } },
      ],
      series: {
        type: "funnel",
        sort: "none",
        left,
        right,
        top: 0,
        bottom: 0,
        min: 0,
        max: Math.max(1, ...facts.map((one) => one.value)),
        minSize: "1%",
        gap: 3,
        data: facts,
        cursor: cursor(facts),
        itemStyle: { color: series(0), borderWidth: 0 },
        emphasis: still,
        label: { show: false },
      },
    },
  };
}
