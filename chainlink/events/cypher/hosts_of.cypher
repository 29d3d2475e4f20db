UNWIND $ids AS wanted
MATCH (e:Event) WHERE e.id = wanted
MATCH (e)-[:HOSTED_BY]->(c:ChainCommittee)
RETURN e.id AS event, c.code AS committee
ORDER BY event, committee
