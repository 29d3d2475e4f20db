MATCH (k:ChainCommittee)-[:LEADS]->(c:Chain) WHERE c.code = $chain
RETURN k.code AS committee
