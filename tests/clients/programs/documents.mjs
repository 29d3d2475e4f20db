// What every client asks, in the form in which an application writes it.
export const VIEWER = /* GraphQL */ `
  query Who {
    viewer {
      role
      enterprise {
        id
        name
      }
    }
  }
`;
export const ENTERPRISE = /* GraphQL */ `
  query Foundry($uscc: String!) {
    enterprise(uscc: $uscc) {
      id
      name
    }
  }
`;
export const ENTERPRISES = /* GraphQL */ `
  query Members($first: Int!, $after: String) {
    enterprises(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        cursor
        node {
          id
          name
        }
      }
    }
  }
`;
export const PARTNERS = /* GraphQL */ `
  query Partners($id: ID!) {
    enterprise(id: $id) {
      id
      recommendedPartners(matchType: SUPPLY, first: 3) {
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
  }
`;
export const DECLARE = /* GraphQL */ `
  mutation Declare($input: DeclareCapabilityInput!) {
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
