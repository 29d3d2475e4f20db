// Apollo Client with its normalised cache, paging by its own field policy, and persisted queries.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { relayStylePagination } from "@apollo/client/utilities";
import { DECLARE, ENTERPRISE, ENTERPRISES, PARTNERS, VIEWER } from "./documents.mjs";

const { PLATFORM, SECRETARY, MEMBER, FOUNDRY, FOUNDRY_CODE } = process.env;
const requests = [];

async function recorded(url, options) {
  const body = options.body ? JSON.parse(options.body) : {};
  const answer = await fetch(url, options);
  requests.push({ text: "query" in body, method: options.method, status: answer.status });
  return answer;
}

async function possibleTypes() {
  const query = "{ __schema { types { kind name possibleTypes { name } } } }";
  const headers = { "content-type": "application/json" };
  const answer = await fetch(PLATFORM, { method: "POST", headers, body: JSON.stringify({ query }) });
  const { data } = await answer.json();
  const abstract = data.__schema.types.filter((type) => type.possibleTypes);
  return Object.fromEntries(
    abstract.map((type) => [type.name, type.possibleTypes.map((one) => one.name)]),
  );
}

const types = await possibleTypes();
const cache = () =>
  new InMemoryCache({
    possibleTypes: types,
    typePolicies: { Query: { fields: { enterprises: relayStylePagination() } } },
  });
const http = (token) =>
  new HttpLink({ uri: PLATFORM, fetch: recorded, headers: { authorization: `Bearer ${token}` } });
const client = new ApolloClient({ cache: cache(), link: http(SECRETARY) });
const member = new ApolloClient({ cache: cache(), link: http(MEMBER) });

const viewer = (await member.query({ query: gql(VIEWER) })).data.viewer;
const enterprise = await client.query({
  query: gql(ENTERPRISE),
  variables: { uscc: FOUNDRY_CODE },
});

const members = { query: gql(ENTERPRISES), variables: { first: 2 } };
let page = await client.query(members);
const watched = client.watchQuery(members);
watched.subscribe(() => {});
let info = page.data.enterprises.pageInfo;
while (info.hasNextPage) {
  page = await watched.fetchMore({ variables: { first: 2, after: info.endCursor } });
  info = page.data.enterprises.pageInfo;
}
const merged = client.readQuery(members);

const partners = await client.query({ query: gql(PARTNERS), variables: { id: FOUNDRY } });
const declare = async (input) =>
  (await member.mutate({ mutation: gql(DECLARE), variables: { input } })).data.declareCapability;
const declared = await declare({ title: "Apollo 铝压铸件", requestId: "apollo" });
const repeated = await declare({ title: "Apollo 铝压铸件", requestId: "apollo" });
const refused = await declare({ title: "" });

const persisted = new ApolloClient({
  cache: cache(),
  link: new PersistedQueryLink({
    sha256: (text) => createHash("sha256").update(text).digest("hex"),
  }).concat(http(SECRETARY)),
});
requests.length = 0;
const published = await persisted.query({ query: gql(readFileSync("persisted/Viewer.graphql", "utf8")) });
const byHash = requests.splice(0);
const unpublished = await persisted.query({
  query: gql(VIEWER),
  fetchPolicy: "no-cache",
});
const bySecondTry = requests.splice(0);

const told = ({ name, errors }) => ({ name, codes: errors?.map((one) => one.extensions.code) });
const stranger = new ApolloClient({ cache: cache(), link: http("wrong") });
const turnedAway = await stranger.query({ query: gql(VIEWER) }).catch((error) => error);
const broken = await client.query({ query: gql("query Broken { nothing }") }).catch((error) => error);

console.log(
  JSON.stringify({
    viewer,
    enterprise: enterprise.data.enterprise,
    names: merged.enterprises.edges.map((edge) => edge.node.name),
    partners: partners.data.enterprise.recommendedPartners.edges.map((edge) => edge.node),
    declared,
    repeated,
    refused,
    cached: Object.keys(client.cache.extract()).filter((key) => key.startsWith("Enterprise:")),
    published: { role: published.data.viewer.role, requests: byHash },
    unpublished: { role: unpublished.data.viewer.role, requests: bySecondTry },
    turnedAway: told(turnedAway),
    broken: told(broken),
  }),
);
process.exit(0); // the watched query would keep the program
