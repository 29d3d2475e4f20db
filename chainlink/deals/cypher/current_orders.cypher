UNWIND $ids AS wanted
MATCH (o:CrossBorderOrder) WHERE o.order_id = wanted AND o.superseded_at IS NULL
RETURN o.id AS id
