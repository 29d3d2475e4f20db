MATCH (p:Credential) WHERE p.id = $account AND p.hash = $old SET p.hash = $new
