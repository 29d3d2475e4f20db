MATCH (w:Webhook) WHERE w.active
RETURN w.id AS id, w.account AS account, w.kinds AS kinds
