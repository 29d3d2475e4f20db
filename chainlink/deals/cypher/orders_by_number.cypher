MATCH (o:CrossBorderOrder)
WHERE o.order_number = $order_number AND o.seller = $seller AND o.superseded_at IS NULL
RETURN o.order_id AS order_id
