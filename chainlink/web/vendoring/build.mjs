// Writes ../static/vendor from the packages package-lock.json pins; prints what README.md records.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const packaged = (path) => readFileSync(here(`node_modules/${path}`), "utf8");

const NOTICES = [
  ["htmx", "htmx.org/LICENSE"],
  ["Apache ECharts", "echarts/NOTICE"],
  ["Apache ECharts", "echarts/LICENSE"],
  ["d3.js, parts of which are in Apache ECharts", "echarts/licenses/LICENSE-d3"],
  ["zrender, which Apache ECharts draws with", "zrender/LICENSE"],
  ["tslib, which Apache ECharts is compiled with", "tslib/LICENSE.txt"],
];

async function charts() {
  const bundled = await build({
    entryPoints: [here("charts_entry.js")],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2020",
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const small = await minify(bundled.outputFiles[0].text, {
    module: true,
    compress: { passes: 2 },
    format: { preamble: "/* Apache ECharts, a part of it: licences in LICENSES.txt beside. */" },
  });
  return `${small.code}\n`;
}

function licences() {
  const parts = NOTICES.map(([whose, path]) => `==== ${whose} ====\n\n${packaged(path).trim()}\n`);
  return parts.join("\n\n").replaceAll("\r\n", "\n");
}

const written = {
  "LICENSES.txt": licences(),
  "echarts.js": await charts(),
  "htmx.js": packaged("htmx.org/dist/htmx.min.js"),
};
for (const [name, text] of Object.entries(written)) {
  writeFileSync(here(`../static/vendor/${name}`), text);
  const hash = createHash("sha256").update(text).digest("hex");
  console.log(`| ${name} | ${Buffer.byteLength(text)} | ${gzipSync(text, { level: 9 }).length} | ${hash} |`);
}
