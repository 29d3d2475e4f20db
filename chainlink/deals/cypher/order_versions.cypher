UNWIND $ids AS wanted
MATCH (o:CrossBorderOrder) WHERE o.order_id = wanted
RETURN o.id AS id
