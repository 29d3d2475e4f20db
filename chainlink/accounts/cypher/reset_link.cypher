MATCH (l:ResetLink) WHERE l.digest = $digest
MATCH (a:Account) WHERE a.id = l.account
OPTIONAL MATCH (a)-[:SERVES_ON]->(c:ChainCommittee)
RETURN l.id AS link, l.expires_at AS expires_at, l.used_at AS used_at,
       a.id AS id, a.name AS name, a.role AS role, a.enterprise AS enterprise,
       a.active AS active, collect(c.code) AS committees
