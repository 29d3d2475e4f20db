MATCH (d:Deal) WHERE d.superseded_at IS NULL
RETURN d.id AS id, d.deal AS deal, d.kind AS kind, d.amount AS amount, d.currency AS currency,
       d.rate AS rate, d.rate_on AS rate_on, d.rate_source AS rate_source,
       d.signed_on AS signed_on, d.verification AS verification
