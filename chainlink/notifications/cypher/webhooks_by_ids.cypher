UNWIND $ids AS wanted
MATCH (w:Webhook) WHERE w.id = wanted
RETURN w.id AS id, w.account AS account, w.url AS url, w.kinds AS kinds, w.active AS active,
       w.generation AS generation, w.recorded_at AS recorded_at, w.disabled_at AS disabled_at,
       w.disabled_because AS disabled_because
