MATCH (o:CrossBorderOrder)
WHERE o.superseded_at IS NULL AND ($everything OR o.order_id IN $ids)
RETURN o.order_id AS id, o.id AS version, o.order_number AS order_number, o.seller AS seller,
       o.maker AS maker
