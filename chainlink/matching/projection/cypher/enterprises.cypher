UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
RETURN e.id AS id, e.name AS name, e.sector AS sector, e.region AS region,
       e.industry AS industry, e.size AS size, e.status AS status,
       e.approved_at AS approved_at, e.opted_out AS opted_out, e.visibility AS visibility
