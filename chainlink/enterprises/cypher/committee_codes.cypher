MATCH (c:ChainCommittee) RETURN c.code AS code
