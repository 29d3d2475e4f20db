MATCH (m:MailAddress) WHERE m.id = $account DETACH DELETE m
