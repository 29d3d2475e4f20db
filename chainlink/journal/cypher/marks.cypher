MATCH (e:JournalEntry)
WHERE e.sequence > $after AND e.sequence <= $until
RETURN e.sequence AS sequence, e.at AS at, e.actor AS actor, e.action AS action,
       e.subject_label AS subject_label, e.subject AS subject, e.enterprises AS enterprises
ORDER BY sequence
