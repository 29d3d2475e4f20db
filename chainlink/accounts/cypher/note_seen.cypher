MATCH (s:SignInSession) WHERE s.id = $id SET s.last_seen_at = $now
