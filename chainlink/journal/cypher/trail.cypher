MATCH (e:JournalEntry)
WHERE e.sequence > $after AND e.sequence <= $until
RETURN e.sequence AS sequence, e.previous_hash AS previous_hash, e.hash AS hash,
       e.enterprises AS enterprises, e.subject_label AS subject_label, e.subject AS subject
ORDER BY sequence
