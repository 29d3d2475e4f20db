UNWIND $ids AS wanted
MATCH (c:Need) WHERE c.claim = wanted AND c.superseded_at IS NULL
RETURN c.claim AS claim, c.enterprise AS enterprise, c.title AS title
