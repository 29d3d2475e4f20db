MATCH (s:SignInSession) WHERE s.account = $account AND s.device = $device
RETURN s.id AS id LIMIT 1
