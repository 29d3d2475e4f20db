// Draws every <figure class="chart" data-chart="…"> from the JSON its data block holds.
// The table beside each figure says the same; without this file nothing is lost but the picture.
import { chain } from "./chart_chain.js";
import { INK, PAPER, QUIET, bar, funnel, line } from "./chart_kinds.js";
import { init } from "./vendor/echarts.js";

const FACTS = 'script[type="application/json"]';
const KINDS = { bar, chain, funnel, line };
const PRINTED_WIDTH = 640; // pixels: A4 upright between its margins
const drawn = new Map(); // figure -> { chart, plot, facts, width }

function worded(figure, facts) {
  const language = figure.closest("[lang]")?.lang || undefined;
  const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const short = new Intl.NumberFormat(language, { notation: "compact" });
  const unit = facts.unit ? ` ${facts.unit}` : "";
  return {
    full: (value, text) => text ?? (value == null ? "" : plain.format(value) + unit),
    short: (value) => short.format(value),
  };
}

function calm(font, words) {
  const textStyle = { color: INK, fontFamily: font.family, fontSize: font.size };
  return {
    animation: false,
    stateAnimation: { duration: 0 },
    textStyle,
    tooltip: {
      renderMode: "richText", // the other mode parses HTML, which names could break out of
      confine: true,
      transitionDuration: 0,
      backgroundColor: PAPER,
      borderColor: QUIET,
      borderWidth: 1,
      shadowBlur: 0,
      padding: [6, 10],
      textStyle,
      valueFormatter: (value) => words.full(value),
    },
  };
}

/** Draws a figure anew unless nothing about it changed. */
function draw(figure, width) {
  const block = figure.querySelector(FACTS);
  const before = drawn.get(figure);
  const facts = block.textContent;
  if (before?.plot.isConnected && before.facts === facts && before.width === width) return;
  before?.chart.dispose();
  before?.plot.remove();
  const plot = document.createElement("div");
  block.after(plot);
  const style = getComputedStyle(figure);
  const font = { family: style.fontFamily, size: Math.round(parseFloat(style.fontSize) * 0.875) };
  const parsed = JSON.parse(facts);
  const kind = KINDS[figure.dataset.chart];
  const words = worded(figure, parsed);
  const { height, option } = kind(parsed, { font, width, words });
  const chart = init(plot, null, { renderer: "svg", width, height });
  const base = calm(font, words);
  chart.setOption({ ...base, ...option, tooltip: { ...base.tooltip, ...option.tooltip } });
  chart.on("click", ({ data, dataIndex }) => {
    const href = (data ?? parsed[dataIndex])?.href; // a label of an axis has no datum of its own
    if (href?.startsWith("/")) location.assign(href);
  });
  const picture = plot.querySelector("svg");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", figure.querySelector("figcaption")?.textContent.trim() ?? "");
  drawn.set(figure, { chart, plot, facts, width });
}

const inside = (figure) => {
  const { paddingLeft, paddingRight } = getComputedStyle(figure);
  return Math.floor(figure.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight));
};

// A figure in a closed <details> has no width; it is drawn when it gets one.
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) if (inside(target) > 0) draw(target, inside(target));
});

function look() {
  for (const [figure, { chart }] of drawn) {
    if (figure.isConnected) continue;
    widths.unobserve(figure);
    chart.dispose();
    drawn.delete(figure);
  }
  for (const figure of document.querySelectorAll("figure.chart[data-chart]")) {
    if (drawn.has(figure)) draw(figure, drawn.get(figure).width);
    else widths.observe(figure);
  }
}

look();
document.addEventListener("htmx:after:swap", look);
addEventListener("beforeprint", () => {
  for (const figure of drawn.keys()) draw(figure, Math.min(PRINTED_WIDTH, inside(figure)));
});
addEventListener("afterprint", () => {
  for (const figure of drawn.keys()) draw(figure, inside(figure));
});
