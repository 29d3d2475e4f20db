UNWIND $ids AS wanted
MATCH (d:Deal) WHERE d.id = wanted
RETURN d.deal AS deal, d.kind AS kind, d.title AS title, d.parties AS parties,
       d.amount AS amount, d.currency AS currency, d.signed_on AS signed_on,
       d.verification AS verification
