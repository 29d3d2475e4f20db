// The audits of GraphQL over HTTP, each with its answer.
import { auditServer } from "graphql-http";

const results = await auditServer({ url: process.env.PLATFORM });
console.log(
  JSON.stringify(results.map(({ id, name, status, reason }) => ({ id, name, status, reason }))),
);
