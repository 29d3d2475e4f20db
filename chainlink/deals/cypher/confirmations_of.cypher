UNWIND $ids AS wanted
MATCH (c:Confirmation) WHERE c.deal = wanted
RETURN c.deal AS about, c.id AS id, c.enterprise AS enterprise,
       c.additionality AS additionality, c.recorded_at AS recorded_at,
       c.recorded_by AS recorded_by
ORDER BY about, recorded_at, id
