MATCH (o:CrossBorderOrder)
RETURN o.id AS id, o.order_id AS stable, o.deal AS deal, o.seller AS seller, o.maker AS maker,
       o.destination AS destination, o.incoterm AS incoterm, o.customs_mode AS customs_mode,
       o.amount AS amount, o.currency AS currency, o.ordered_on AS day,
       o.verification AS verification, o.recorded_at AS recorded_at,
       o.recorded_by AS recorded_by, o.superseded_at AS superseded_at
