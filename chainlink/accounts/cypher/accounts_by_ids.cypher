UNWIND $ids AS wanted
MATCH (a:Account) WHERE a.id = wanted
OPTIONAL MATCH (a)-[:SERVES_ON]->(c:ChainCommittee)
RETURN a.id AS id, a.name AS name, a.role AS role, a.enterprise AS enterprise,
       a.active AS active, collect(c.code) AS committees
