// Relay's runtime, asking with what its compiler made.
import relay from "relay-runtime";
import declareMutation from "./__generated__/questionsDeclareMutation.graphql.js";
import membersQuery from "./__generated__/questionsMembersQuery.graphql.js";
import morePartnersQuery from "./__generated__/questionsMorePartnersQuery.graphql.js";
import partnersQuery from "./__generated__/questionsPartnersQuery.graphql.js";
import partnersFragment from "./__generated__/questions_partners.graphql.js";

const {
  Environment,
  Network,
  RecordSource,
  Store,
  commitMutation,
  fetchQuery,
  getSingularSelector,
} = relay;
const { PLATFORM, SECRETARY, MEMBER, FOUNDRY } = process.env;

function environment(token) {
  const network = Network.create(async ({ text }, variables) => {
    const answer = await fetch(PLATFORM, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ query: text, variables }),
    });
    return answer.json();
  });
  return new Environment({ network, store: new Store(new RecordSource()) });
}

const secretary = environment(SECRETARY);
const member = environment(MEMBER);
const names = []; // page after page, as its store would ask
let after = null;
do {
  const raw = await secretary
    .getNetwork()
    .execute(membersQuery.params, { first: 2, after }, {})
    .toPromise();
  names.push(...raw.data.enterprises.edges.map((edge) => edge.node.name));
  after = raw.data.enterprises.pageInfo.hasNextPage ? raw.data.enterprises.pageInfo.endCursor : null;
} while (after);

const asked = await fetchQuery(member, partnersQuery, { id: FOUNDRY }).toPromise();
const read = member.lookup(getSingularSelector(partnersFragment, asked.enterprise));
const again = await fetchQuery(member, morePartnersQuery, { id: FOUNDRY, first: 1 }).toPromise();
const refetched = member.lookup(getSingularSelector(partnersFragment, again.node));

const declare = (input) =>
  new Promise((resolve, reject) =>
    commitMutation(member, {
      mutation: declareMutation,
      variables: { input },
      onCompleted: (response, errors) => (errors ? reject(errors) : resolve(response.declareCapability)),
      onError: reject,
    }),
  );

console.log(
  JSON.stringify({
    viewer: asked.viewer,
    names,
    foundry: asked.enterprise.name,
    partners: read.data.recommendedPartners.edges.map((edge) => edge.node),
    refetched: refetched.data.recommendedPartners.edges.map((edge) => edge.node),
    declared: await declare({ title: "Relay 铝压铸件", requestId: "relay" }),
    refused: await declare({ title: "" }),
  }),
);
process.exit(0); // Relay's collector keeps a timer
