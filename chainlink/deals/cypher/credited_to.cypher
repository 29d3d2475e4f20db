MATCH (c:Credit) WHERE c.committee IN $committees
RETURN DISTINCT c.deal AS id
