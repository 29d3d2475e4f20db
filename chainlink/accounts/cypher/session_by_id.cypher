MATCH (s:SignInSession) WHERE s.id = $id RETURN s.account AS account, s.ended_at AS ended_at
