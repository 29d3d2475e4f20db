UNWIND $ids AS wanted
MATCH (o:CrossBorderOrder) WHERE o.id = wanted
RETURN o.id AS id, o.order_id AS order_id, o.version AS version, o.deal AS deal,
       o.order_number AS order_number, o.hs_code AS hs_code, o.incoterm AS incoterm,
       o.incoterm_place AS incoterm_place, o.customs_mode AS customs_mode, o.amount AS amount,
       o.currency AS currency, o.destination AS destination, o.seller AS seller,
       o.maker AS maker, o.first_export AS first_export, o.ordered_on AS ordered_on,
       o.shipped_on AS shipped_on, o.verification AS verification,
       o.reported_as AS reported_as, o.correction_text AS correction_text,
       o.review_text AS review_text, o.reviewed_by AS reviewed_by, o.reviewed_at AS reviewed_at,
       o.source AS source, o.invented AS invented, o.recorded_at AS recorded_at,
       o.recorded_by AS recorded_by, o.superseded_at AS superseded_at
