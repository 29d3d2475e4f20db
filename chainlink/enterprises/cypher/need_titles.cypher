UNWIND $ids AS wanted
MATCH (c:Need) WHERE c.enterprise = wanted
RETURN c.enterprise AS enterprise, c.title AS title, c.claim AS claim
