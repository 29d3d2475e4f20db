UNWIND $ids AS wanted
MATCH (m:MailAddress) WHERE m.id = wanted
RETURN m.id AS id, m.address AS address, m.generation AS generation,
       m.refused_kinds AS refused_kinds, m.active AS active, m.recorded_at AS recorded_at,
       m.confirmed_at AS confirmed_at
