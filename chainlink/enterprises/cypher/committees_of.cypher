UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[m:MEMBER_OF|ASKS_TO_JOIN]->(c:ChainCommittee)
RETURN e.id AS enterprise, c.code AS committee
