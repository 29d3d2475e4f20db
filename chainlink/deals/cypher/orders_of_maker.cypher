MATCH (o:CrossBorderOrder)
WHERE o.maker = $maker AND o.superseded_at IS NULL AND o.verification <> 'REJECTED'
RETURN o.id AS id
