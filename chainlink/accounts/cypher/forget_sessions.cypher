MATCH (s:SignInSession) WHERE s.account = $account DETACH DELETE s
