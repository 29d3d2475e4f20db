UNWIND $ids AS wanted
MATCH (c:Consent) WHERE c.id = wanted
RETURN c.id AS id, c.introduction AS introduction, c.enterprise AS enterprise
