UNWIND $codes AS wanted
MATCH (c:ChainCommittee) WHERE c.code = wanted
RETURN c.code AS code
