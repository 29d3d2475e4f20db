UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[:ASKS_TO_JOIN]->(c:ChainCommittee)
RETURN e.id AS enterprise, c.code AS committee
ORDER BY enterprise, committee
