MATCH (s:SignInSession) WHERE s.digest = $digest RETURN s.id AS id, s.account AS account, s.ended_at AS ended_at
