MATCH (t:ApiToken) WHERE t.digest = $digest OR t.id = $id
MATCH (a:Account) WHERE a.id = t.account
OPTIONAL MATCH (a)-[:SERVES_ON]->(c:ChainCommittee)
RETURN t.id AS token, t.revoked_at AS revoked_at, a.id AS id, a.name AS name, a.role AS role,
       a.enterprise AS enterprise, a.active AS active, collect(c.code) AS committees
