UNWIND $ids AS wanted
MATCH (o:CrossBorderOrder) WHERE o.id = wanted
RETURN o.order_id AS order_id, o.order_number AS order_number, o.deal AS deal,
       o.seller AS seller, o.maker AS maker, o.amount AS amount, o.currency AS currency,
       o.destination AS destination, o.ordered_on AS ordered_on, o.verification AS verification
