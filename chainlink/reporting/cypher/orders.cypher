MATCH (o:CrossBorderOrder) WHERE o.superseded_at IS NULL
RETURN o.order_id AS order_id, o.deal AS deal, o.amount AS amount, o.currency AS currency,
       o.destination AS destination, o.customs_mode AS customs_mode, o.maker AS maker,
       o.first_export AS first_export, o.ordered_on AS ordered_on,
       o.verification AS verification
