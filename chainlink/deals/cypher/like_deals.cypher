MATCH (d:Deal) WHERE d.likeness_key = $key AND d.superseded_at IS NULL
RETURN d.deal AS deal
