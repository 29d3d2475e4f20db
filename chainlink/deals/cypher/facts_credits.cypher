MATCH (c:Credit) RETURN c.deal AS version, c.committee AS committee
