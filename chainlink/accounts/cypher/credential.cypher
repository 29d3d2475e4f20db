MATCH (p:Credential) WHERE p.id = $account RETURN p.hash AS hash
