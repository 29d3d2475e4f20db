MATCH (s:SignInSession)
WHERE s.account = $account AND s.ended_at IS NULL AND s.expires_at > $now AND s.last_seen_at > $seen
RETURN s.id AS id, s.agent AS agent, s.recorded_at AS recorded_at,
       s.last_seen_at AS last_seen_at, s.expires_at AS expires_at
ORDER BY recorded_at DESC LIMIT $most
