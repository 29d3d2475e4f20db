MATCH (d:Deal)
RETURN d.id AS id, d.deal AS stable, d.kind AS kind, d.title AS title, d.parties AS parties,
       d.amount AS amount, d.currency AS currency, d.signed_on AS day,
       d.verification AS verification, d.recorded_at AS recorded_at,
       d.recorded_by AS recorded_by, d.superseded_at AS superseded_at
