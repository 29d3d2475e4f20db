UNWIND $ids AS wanted
MATCH (c:Consent) WHERE c.introduction = wanted
RETURN c.id AS id, c.introduction AS introduction, c.enterprise AS enterprise,
       c.recipients AS recipients, c.purpose AS purpose, c.fields AS fields,
       c.valid_until AS valid_until, c.state AS state, c.asked_at AS asked_at,
       c.asked_by AS asked_by, c.decided_at AS decided_at, c.decided_by AS decided_by,
       c.manner AS manner, c.evidence AS evidence, c.evidence_digest AS evidence_digest,
       c.withdrawn_at AS withdrawn_at, c.version AS version
ORDER BY asked_at, id
