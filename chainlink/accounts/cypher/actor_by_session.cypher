MATCH (s:SignInSession) WHERE s.digest = $digest
MATCH (a:Account) WHERE a.id = s.account
OPTIONAL MATCH (e:Enterprise) WHERE e.id = a.enterprise
OPTIONAL MATCH (a)-[:SERVES_ON]->(c:ChainCommittee)
RETURN s.id AS session, s.expires_at AS expires_at, s.last_seen_at AS last_seen_at,
       s.ended_at AS ended_at, a.id AS account, a.role AS role, a.active AS active,
       a.enterprise AS enterprise, e.status AS status, collect(c.code) AS committees
