MATCH (a:Account) WHERE a.id = $id AND a.active
OPTIONAL MATCH (a)-[:SERVES_ON]->(k:ChainCommittee)
RETURN a.id AS id, a.role AS role, k.code AS committee
