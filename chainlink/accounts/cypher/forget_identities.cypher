MATCH (i:Identity) WHERE i.account = $account DETACH DELETE i
