MATCH (w:Webhook) WHERE w.account = $account
RETURN w.id AS id, w.account AS account, w.url AS url, w.kinds AS kinds, w.active AS active,
       w.generation AS generation, w.recorded_at AS recorded_at, w.disabled_at AS disabled_at,
       w.disabled_because AS disabled_because
ORDER BY recorded_at DESC, id
