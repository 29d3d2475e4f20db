UNWIND $codes AS wanted
MATCH (e:Enterprise) WHERE e.uscc = wanted
RETURN e.id AS id, e.uscc AS uscc, e.name AS name, e.name_en AS name_en,
       e.former_names AS former_names, e.sector AS sector, e.region AS region,
       e.industry AS industry, e.size AS size, e.founded AS founded, e.address AS address,
       e.entity_type AS entity_type, e.capital AS capital,
       e.capital_currency AS capital_currency, e.capital_unknown AS capital_unknown,
       e.scope AS scope, e.visibility AS visibility, e.status AS status,
       e.opted_out AS opted_out, e.recorded_at AS recorded_at, e.approved_at AS approved_at,
       e.merged_into AS merged_into, e.version AS version, e.source AS source, e.invented AS invented
