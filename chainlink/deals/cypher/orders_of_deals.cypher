UNWIND $ids AS wanted
MATCH (o:CrossBorderOrder) WHERE o.deal = wanted AND o.superseded_at IS NULL
RETURN o.deal AS belongs_to, o.id AS id
