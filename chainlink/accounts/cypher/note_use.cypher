MATCH (t:ApiToken) WHERE t.id = $id SET t.last_used_at = $now
