// What the Relay compiler reads: a refetchable connection, a nested one, and a change.
import { graphql } from "relay-runtime";

export const members = graphql`
  fragment questions_members on Query
  @argumentDefinitions(first: { type: "Int", defaultValue: 2 }, after: { type: "String" })
  @refetchable(queryName: "questionsMembersQuery") {
    enterprises(first: $first, after: $after) @connection(key: "questions_enterprises") {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`;

export const partners = graphql`
  query questionsPartnersQuery($id: ID!) {
    viewer {
      role
      enterprise {
        name
      }
    }
    enterprise(id: $id) {
      name
      ...questions_partners
    }
  }
`;

export const partner = graphql`
  fragment questions_partners on Enterprise
  @argumentDefinitions(first: { type: "Int", defaultValue: 3 }, after: { type: "String" })
  @refetchable(queryName: "questionsMorePartnersQuery") {
    recommendedPartners(first: $first, after: $after, matchType: SUPPLY)
      @connection(key: "questions_recommendedPartners") {
      edges {
        node {
          rank
          score
          matchType
          partner {
            id
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
`;

export const declare = graphql`
  mutation questionsDeclareMutation($input: DeclareCapabilityInput!) {
    declareCapability(input: $input) {
      __typename
      ... on Capability {
        id
        title
      }
      ... on Failure {
        code
        message
      }
      ... on InvalidInput {
        fields {
          path
          message
        }
      }
    }
  }
`;
