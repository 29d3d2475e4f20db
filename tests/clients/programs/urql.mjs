// urql, which sends queries by GET where it is told to, and changes by POST.
import { Client, cacheExchange, fetchExchange } from "@urql/core";
import { DECLARE, ENTERPRISES, PARTNERS, VIEWER } from "./documents.mjs";

const { PLATFORM, SECRETARY, MEMBER, FOUNDRY } = process.env;

async function tried(preferGetMethod) {
  const methods = [];
  const made = (token) =>
    new Client({
      url: PLATFORM,
      exchanges: [cacheExchange, fetchExchange],
      preferGetMethod,
      fetchOptions: { headers: { authorization: `Bearer ${token}` } },
      fetch: (url, options) => {
        methods.push(options.method);
        return fetch(url, options);
      },
    });
  const client = made(SECRETARY);
  const member = made(MEMBER);
  const told = (result) => {
    if (result.error) throw result.error;
    return result.data;
  };
  const { viewer } = told(await member.query(VIEWER, {}));
  const names = [];
  let after = null;
  do {
    const { enterprises } = told(await client.query(ENTERPRISES, { first: 2, after }));
    names.push(...enterprises.edges.map((edge) => edge.node.name));
    after = enterprises.pageInfo.hasNextPage ? enterprises.pageInfo.endCursor : null;
  } while (after);
  const partners = told(await client.query(PARTNERS, { id: FOUNDRY }));
  const declare = async (input) => told(await member.mutation(DECLARE, { input })).declareCapability;
  const declared = await declare({ title: "urql 铝压铸件", requestId: `urql ${preferGetMethod}` });
  const refused = await declare({ title: "" });
  const broken = await client.query("query Broken { nothing }", {});
  return {
    viewer,
    names,
    partners: partners.enterprise.recommendedPartners.edges.map((edge) => edge.node),
    declared,
    refused,
    broken: broken.error.graphQLErrors.map((error) => error.extensions.code),
    methods: [...new Set(methods)].sort(),
  };
}

console.log(JSON.stringify({ get: await tried("force"), post: await tried(false) }));
