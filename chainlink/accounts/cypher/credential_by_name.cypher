MATCH (a:Account) WHERE a.name = $name
OPTIONAL MATCH (p:Credential) WHERE p.id = a.id
OPTIONAL MATCH (a)-[:SERVES_ON]->(c:ChainCommittee)
RETURN a.id AS id, a.name AS name, a.role AS role, a.enterprise AS enterprise,
       a.active AS active, p.hash AS hash, collect(c.code) AS committees
