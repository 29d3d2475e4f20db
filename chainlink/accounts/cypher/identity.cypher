MATCH (i:Identity) WHERE i.digest = $digest
MATCH (a:Account) WHERE a.id = i.account
OPTIONAL MATCH (a)-[:SERVES_ON]->(c:ChainCommittee)
RETURN i.id AS identity, a.id AS id, a.name AS name, a.role AS role, a.enterprise AS enterprise,
       a.active AS active, collect(c.code) AS committees
