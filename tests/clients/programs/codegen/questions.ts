// Typed questions: what the generator says of the answers is checked by the compiler.
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql";
import { graphql } from "./gql/gql.js";
import type { DeclareCapabilityInput, MatchType } from "./gql/graphql.js";

declare const process: { env: Record<string, string> };

const partnersOf = graphql(`
  query TypedPartners($id: ID!, $matchType: MatchType) {
    viewer {
      role
      enterprise {
        name
      }
    }
    enterprise(id: $id) {
      recommendedPartners(matchType: $matchType, first: 3) {
        edges {
          node {
            rank
            score
            matchType
            partner {
              name
            }
            factors {
              label
              contribution
            }
          }
        }
      }
    }
  }
`);
const members = graphql(`
  query TypedMembers($first: Int!, $after: String) {
    enterprises(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          name
        }
      }
    }
  }
`);
const declare = graphql(`
  mutation TypedDeclare($input: DeclareCapabilityInput!) {
    declareCapability(input: $input) {
      __typename
      ... on Capability {
        title
      }
      ... on InvalidInput {
        code
        message
        fields {
          path
          message
        }
      }
    }
  }
`);

async function ask<Answer, Variables>(
  document: TypedDocumentNode<Answer, Variables>,
  variables: Variables,
): Promise<Answer> {
  const answer = await fetch(process.env.PLATFORM, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${process.env.MEMBER}`,
    },
    body: JSON.stringify({ query: print(document), variables }),
  });
  return (await answer.json()).data;
}

const supply: MatchType = "SUPPLY";
// @ts-expect-error a kind of match that there is not
const unknown: MatchType = "NOTHING";
// @ts-expect-error a capability needs a title
const untitled: DeclareCapabilityInput = { text: "280 t" };

const names: string[] = [];
let after: string | null | undefined = null;
do {
  const page: Awaited<ReturnType<typeof nextPage>> = await nextPage(after);
  names.push(...page.edges.map((edge) => edge.node.name));
  after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
} while (after);

async function nextPage(place: string | null | undefined) {
  return (await ask(members, { first: 2, after: place })).enterprises;
}

const asked = await ask(partnersOf, { id: process.env.FOUNDRY, matchType: supply });
const scores: number[] | undefined = asked.enterprise?.recommendedPartners?.edges.map(
  (edge) => edge.node.score,
);
const declared = await ask(declare, { input: { title: "Codegen 铝压铸件", requestId: "codegen" } });
const refused = await ask(declare, { input: { title: "" } });
const result = refused.declareCapability;

console.log(
  JSON.stringify({
    viewer: asked.viewer,
    names,
    scores,
    partners: asked.enterprise?.recommendedPartners?.edges.map((edge) => edge.node),
    declared: declared.declareCapability,
    refused: result.__typename === "InvalidInput" ? result : null,
    unused: [unknown, untitled].length,
  }),
);
