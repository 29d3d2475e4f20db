MATCH (s:SignInSession) WHERE s.account = $account AND s.ended_at IS NULL RETURN s.id AS id
