MATCH (t:ApiToken) WHERE t.account = $account AND t.revoked_at IS NULL RETURN t.id AS id
