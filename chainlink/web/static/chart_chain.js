// How an industry chain looks: stages in columns, their nodes in boxes, who feeds whom as lines.
import { ACCENT, BAD, INK, LINE, PAPER, QUIET, legend } from "./chart_kinds.js";

const NODES = {
  member: { color: PAPER, borderColor: ACCENT, borderWidth: 1.5 },
  outside: { color: PAPER, borderColor: QUIET, borderWidth: 1.5, borderType: "dashed" },
  broken: { color: PAPER, borderColor: BAD, borderWidth: 2.5, borderType: "dashed" },
  single: { color: PAPER, borderColor: BAD, borderWidth: 2.5 },
};
const LINKS = {
  outside: { color: QUIET, type: "dashed" },
  broken: { color: BAD, type: "dashed", width: 2 },
  single: { color: BAD, width: 2 },
};

const GAP = 12; // pixels between two stages

/** A box of fixed proportions: a stretched symbol would stretch its border with it. */
function boxed(width, height) {
  const [right, low] = [width - 5, height - 5];
  return (
    `path://M5,0H${right}A5,5 0 0 1 ${width},5V${low}A5,5 0 0 1 ${right},${height}` +
    `H5A5,5 0 0 1 0,${low}V5A5,5 0 0 1 5,0Z`
  );
}

/** Stages side by side where there is room, else one under the other; pixels throughout. */
function laid(facts, width, font) {
  const groups = facts.stages.map((_, at) => facts.nodes.filter((node) => node.stage === at));
  const beside = width >= groups.length * 128;
  const room = beside ? (width + GAP) / groups.length - GAP : width;
  const crowded = !beside || groups.some((own) => own.length > 8);
  const across = crowded ? Math.max(1, Math.floor(room / 150)) : 1;
  const [head, row, cell] = [font.size * 2.4, font.size + 34, room / across];
  const box = [Math.round(Math.min(cell - (beside ? 28 : 12), 240)), font.size + 16];
  const tall = groups.map((own) => head + Math.ceil(own.length / across) * row + 4);
  const height = beside ? Math.max(...tall) : tall.reduce((sum, one) => sum + one + GAP, -GAP);
  const nodes = [];
  let top = 0;
  const stages = groups.map((own, at) => {
    const size = [room, beside ? height : tall[at]];
    const stage = { left: beside ? at * (room + GAP) : 0, top, size, name: facts.stages[at].name };
    own.forEach((node, n) => {
      const x = stage.left + cell * ((n % across) + 0.5);
      nodes.push({ ...node, value: [x, top + head + row * (Math.floor(n / across) + 0.5)] });
    });
    top += beside ? 0 : tall[at] + GAP;
    return stage;
  });
  return { box, head, height, nodes, stages };
}

function bands(stages) {
  return stages.map(({ left, top, size }, at) => ({
    id: `band ${at}`,
    value: [left + size[0] / 2, top + size[1] / 2],
    symbol: "rect",
    symbolSize: size,
  }));
}

function headings(stages, head, font) {
  const text = { show: true, position: "right", color: INK, fontSize: font.size, fontWeight: 600 };
  return stages.map(({ left, top, size, name }, at) => ({
    id: `heading ${at}`,
    name,
    value: [left + 8, top + head * 0.55],
    symbolSize: 0,
    label: { ...text, width: size[0] - 20, overflow: "truncate", distance: 2 },
  }));
}

export function chain(facts, { font, width }) {
  const kinds = Object.entries(facts.kinds ?? {});
  const above = kinds.length ? font.size * 2.6 : 0;
  const { box, head, height, nodes, stages } = laid(facts, width, font);
  const called = new Map(facts.nodes.map((node) => [node.id, node.name]));
  const fixed = { type: "graph", coordinateSystem: "cartesian2d", cursor: "default" };
  const ground = { ...fixed, silent: true };
  const hidden = { show: false, type: "value", min: 0 };
  const inherited = { borderType: "inherit", borderWidth: "inherit" };
  const tip = ({ dataType, data }) =>
    dataType === "edge"
      ? `${called.get(data.source)} → ${called.get(data.target)}`
      : [data.name, data.category].filter(Boolean).join("\n");
  return {
    height: above + height,
    option: {
      legend: {
        ...legend(font, kinds.map(([, name]) => name)),
        show: kinds.length > 0,
        itemStyle: inherited,
      },
      tooltip: { formatter: tip },
      grid: { left: 0, right: 0, top: above, bottom: 0 },
      xAxis: { ...hidden, max: width },
      yAxis: { ...hidden, max: height, inverse: true },
      series: [
        { ...ground, z: 1, itemStyle: { color: LINE, opacity: 0.3 }, data: bands(stages) },
        {
          ...fixed,
          categories: kinds.map(([kind, name]) => ({ name, itemStyle: NODES[kind] })),
          data: nodes.map((node) => ({
            ...node,
            category: facts.kinds?.[node.kind],
            symbol: boxed(...box),
            symbolKeepAspect: true,
            symbolSize: box[0],
            cursor: node.href ? "pointer" : "default",
            itemStyle: NODES[node.kind],
            emphasis: { itemStyle: NODES[node.kind] }, // else it is reckoned from the colour's name
          })),
          links: facts.links.map((one) => ({
            source: one.from,
            target: one.to,
            lineStyle: LINKS[one.kind],
          })),
          lineStyle: { color: ACCENT, width: 1.25, opacity: 0.75 },
          label: {
            show: true,
            color: INK,
            fontSize: font.size,
            width: box[0] - 14,
            overflow: "truncate",
          },
          emphasis: {
            focus: "adjacency",
            blurScope: "series",
            scale: false,
            lineStyle: { width: 2.5 },
          },
          blur: {
            itemStyle: { opacity: 0.25 },
            label: { opacity: 0.35 },
            lineStyle: { opacity: 0.1 },
          },
        },
        { ...ground, z: 3, data: headings(stages, head, font) },
      ],
    },
  };
}
