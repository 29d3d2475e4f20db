UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
OPTIONAL MATCH (e)-[m:MEMBER_OF|ASKS_TO_JOIN]->(c:ChainCommittee)
WITH e, c WHERE c.code IS NOT NULL
RETURN e.id AS enterprise, c.code AS committee
