UNWIND $ids AS wanted
MATCH (e:Enterprise)-[:ASKS_TO_JOIN]->(c:ChainCommittee) WHERE e.id = wanted
RETURN e.id AS enterprise, c.code AS committee
