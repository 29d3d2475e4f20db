UNWIND $audiences AS wanted
MATCH (n:Notification) WHERE n.audience = wanted AND n.kind = $kind AND n.recorded_at >= $since
RETURN n.audience AS audience, count(n.id) AS told
