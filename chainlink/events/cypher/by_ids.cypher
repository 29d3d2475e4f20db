UNWIND $ids AS wanted
MATCH (e:Event) WHERE e.id = wanted
RETURN e.id AS id, e.name_zh AS name_zh, e.name_en AS name_en, e.kind AS kind,
       e.held_on AS held_on, e.ends_on AS ends_on, e.place AS place, e.summary AS summary,
       e.source AS source, e.invented AS invented, e.version AS version,
       e.recorded_at AS recorded_at, e.recorded_by AS recorded_by
