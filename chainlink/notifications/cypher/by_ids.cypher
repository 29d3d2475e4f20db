UNWIND $ids AS wanted
MATCH (n:Notification) WHERE n.id = wanted
RETURN n.id AS id, n.audience AS audience, n.kind AS kind, n.subject_label AS subject_label,
       n.subject AS subject, n.sequence AS sequence, n.message AS message, n.facts AS facts,
       n.recorded_at AS recorded_at
