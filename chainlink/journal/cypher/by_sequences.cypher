UNWIND $sequences AS wanted
MATCH (e:JournalEntry) WHERE e.sequence = wanted
RETURN e.sequence AS sequence, e.at AS at, e.actor AS actor, e.action AS action,
       e.subject_label AS subject_label, e.subject AS subject, e.enterprises AS enterprises,
       e.facts AS facts, e.previous_hash AS previous_hash, e.hash AS hash
