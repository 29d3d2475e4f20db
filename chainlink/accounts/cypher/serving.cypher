MATCH (a:Account)-[:SERVES_ON]->(k:ChainCommittee)
WHERE a.active = true
RETURN k.code AS committee, a.id AS id
ORDER BY committee, id
