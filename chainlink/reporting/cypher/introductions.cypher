MATCH (i:Introduction)
WHERE i.recorded_at >= $first_instant
  AND (i.recorded_at <= $last_instant OR i.introduced_on <= $last_day)
RETURN i.id AS id, i.match_type AS match_type, i.state AS state, i.furthest AS furthest,
       i.disputed AS disputed, i.committee AS committee, i.event AS event,
       i.introduced_on AS introduced_on, i.recorded_at AS recorded_at
