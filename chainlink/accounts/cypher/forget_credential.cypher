MATCH (p:Credential) WHERE p.id = $account DETACH DELETE p
