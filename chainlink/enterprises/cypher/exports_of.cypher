UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[x:EXPORTS_TO]->(m:Market) WHERE x.superseded_at IS NULL
RETURN e.id AS enterprise, x.id AS id, m.code AS market, x.valid_from AS valid_from,
       x.valid_until AS valid_until, x.recorded_at AS recorded_at, x.source AS source
ORDER BY enterprise, market
