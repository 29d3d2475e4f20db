// A rule for graphql-inspector: a breaking change that CHANGELOG.md names by its coordinate is meant.
const { readFileSync } = require("node:fs");

const told = readFileSync("CHANGELOG.md", "utf8");

exports.__esModule = true;
exports.default = function changelog({ changes }) {
  return changes.map((change) =>
    change.criticality.level === "BREAKING" && told.includes(`\`${change.path}\``)
      ? { ...change, criticality: { level: "DANGEROUS", reason: "CHANGELOG.md tells of it" } }
      : change,
  );
};
