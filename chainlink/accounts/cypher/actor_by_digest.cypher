MATCH (t:ApiToken) WHERE t.digest = $digest
MATCH (a:Account) WHERE a.id = t.account
OPTIONAL MATCH (e:Enterprise) WHERE e.id = a.enterprise
OPTIONAL MATCH (a)-[:SERVES_ON]->(c:ChainCommittee)
RETURN t.id AS token, t.scopes AS scopes, t.expires_at AS expires_at, t.revoked_at AS revoked_at,
       t.last_used_at AS last_used_at, a.id AS account, a.role AS role, a.active AS active,
       a.enterprise AS enterprise, e.status AS status, collect(c.code) AS committees
