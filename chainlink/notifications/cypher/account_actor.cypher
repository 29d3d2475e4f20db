UNWIND $ids AS wanted
MATCH (a:Account) WHERE a.id = wanted
OPTIONAL MATCH (e:Enterprise) WHERE e.id = a.enterprise
OPTIONAL MATCH (a)-[:SERVES_ON]->(c:ChainCommittee)
RETURN a.id AS account, a.role AS role, a.active AS active, a.enterprise AS enterprise,
       e.status AS status, collect(c.code) AS committees
