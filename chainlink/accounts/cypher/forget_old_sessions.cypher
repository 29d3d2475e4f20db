MATCH (s:SignInSession) WHERE s.account = $account AND s.recorded_at < $oldest DETACH DELETE s
