MATCH (c:ChainCommittee) WHERE c.code = $code RETURN c.code AS code
