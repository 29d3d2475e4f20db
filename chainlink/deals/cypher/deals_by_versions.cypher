UNWIND $ids AS wanted
MATCH (d:Deal) WHERE d.id = wanted
RETURN d.id AS id, d.deal AS deal, d.version AS version, d.kind AS kind, d.title AS title,
       d.parties AS parties, d.amount AS amount, d.currency AS currency, d.rate AS rate,
       d.rate_on AS rate_on, d.rate_source AS rate_source, d.signed_on AS signed_on,
       d.expected AS expected, d.received AS received, d.verification AS verification,
       d.reported_as AS reported_as, d.correction_text AS correction_text,
       d.review_text AS review_text, d.reviewed_by AS reviewed_by, d.reviewed_at AS reviewed_at,
       d.source AS source, d.invented AS invented, d.recorded_at AS recorded_at,
       d.recorded_by AS recorded_by, d.superseded_at AS superseded_at
