MATCH (t:ApiToken) WHERE t.account = $account
RETURN t.id AS id, t.scopes AS scopes, t.recorded_at AS recorded_at, t.expires_at AS expires_at,
       t.last_used_at AS last_used_at, t.revoked_at AS revoked_at
ORDER BY recorded_at DESC LIMIT $most
