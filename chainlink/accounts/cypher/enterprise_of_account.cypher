MATCH (a:Account) WHERE a.id = $id RETURN a.enterprise AS enterprise
