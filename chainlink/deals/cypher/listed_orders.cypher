MATCH (o:CrossBorderOrder)
WHERE o.superseded_at IS NULL
  AND ($ordered_on = '' OR o.ordered_on < $ordered_on
    OR (o.ordered_on = $ordered_on AND o.order_id > $order_id))
  AND ($verification = '' OR o.verification = $verification)
  AND ($destination = '' OR o.destination = $destination)
  AND ($since = '' OR o.ordered_on >= $since)
  AND ($until = '' OR o.ordered_on <= $until)
  AND ($enterprise = '' OR o.seller = $enterprise OR o.maker = $enterprise)
RETURN o.id AS id, o.order_id AS order_id, o.ordered_on AS ordered_on, o.deal AS deal,
       o.seller AS seller, o.maker AS maker
ORDER BY ordered_on DESC, order_id
LIMIT $most
