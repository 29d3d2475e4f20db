MATCH (c:Need) WHERE c.superseded_at IS NULL AND NOT c.withdrawn
RETURN c.claim AS id, c.enterprise AS enterprise, c.title AS title, c.valid_until AS valid_until
